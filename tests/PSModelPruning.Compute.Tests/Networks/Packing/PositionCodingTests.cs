using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Networks.Packing;

public sealed class PositionCodingTests
{
    public static TheoryData<string> Codings => new(PositionCodingCatalog.All.Select(coding => coding.Name));

    [Theory]
    [MemberData(nameof(Codings))]
    public void Positions_of_every_shape_and_density_come_back(string name)
    {
        PositionCoding coding = PositionCodingCatalog.Find(name)!;
        foreach (
            PositionShape shape in new PositionShape[] { new(1, 0), new(1, 1), new(1, 9), new(7, 1), new(3, 5), new(64, 100), new(300, 17) }
        )
        {
            foreach (double density in new[] { 0, 0.001, 0.05, 0.5, 0.99, 1 })
            {
                byte[] bits = Random(shape.Elements, density, seed: shape.Columns);

                byte[] data = coding.Encode(bits, shape);

                Assert.Equal(bits, coding.Decode(data, shape, default));
            }
        }
    }

    [Theory]
    [InlineData(0.002)]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void Random_positions_take_little_more_than_their_entropy(double density)
    {
        var shape = new PositionShape(400, 500);
        byte[] bits = Random(shape.Elements, density, seed: 1);
        double p = BitPacking.CountBits(bits) / (double)shape.Elements;
        double entropy = -shape.Elements * (p * Math.Log2(p) + (1 - p) * Math.Log2(1 - p)) / 8;

        (PositionCoding coding, byte[] data) = PositionCodingCatalog.Smallest(bits, shape);

        Assert.NotEqual("Bits", coding.Name);
        Assert.InRange(data.Length, entropy * 0.98, entropy * 1.03 + 40);
    }

    [Fact]
    public void Two_of_four_takes_what_six_choices_take()
    {
        var random = new Random(2);
        var shape = new PositionShape(200, 400);
        byte[] bits = Pack(
            Enumerable
                .Range(0, shape.Elements / 4)
                .SelectMany(_ =>
                {
                    int first = random.Next(4),
                        second = (first + random.Next(1, 4)) % 4;
                    return Enumerable.Range(0, 4).Select(i => i == first || i == second);
                })
                .ToArray()
        );

        (PositionCoding coding, byte[] data) = PositionCodingCatalog.Smallest(bits, shape);

        Assert.Equal("Neighbors", coding.Name);
        double least = shape.Elements / 4 * Math.Log2(6) / 8;
        Assert.InRange(data.Length, least * 0.999, least * 1.01);
    }

    [Fact]
    public void Blocks_take_a_small_part_of_what_single_elements_take()
    {
        var shape = new PositionShape(256, 512);
        var random = new Random(3);
        bool[] blocks = [.. Enumerable.Range(0, 64 * 64).Select(_ => random.NextDouble() < 0.1)];
        byte[] bits = Pack([.. Enumerable.Range(0, shape.Elements).Select(i => blocks[i / 512 / 4 * 64 + i % 512 / 8])]);
        byte[] scattered = Random(shape.Elements, 0.1, 4);

        Assert.True(
            PositionCodingCatalog.Smallest(bits, shape).Data.Length * 8 < PositionCodingCatalog.Smallest(scattered, shape).Data.Length
        );
    }

    [Fact]
    public void Rows_and_columns_that_differ_make_positions_smaller()
    {
        var shape = new PositionShape(300, 400);
        var random = new Random(5);
        double[] columns = [.. Enumerable.Range(0, 400).Select(_ => Math.Pow(random.NextDouble(), 4) * 0.3)];
        bool[] set = [.. Enumerable.Range(0, shape.Elements).Select(i => random.NextDouble() < columns[i % 400])];
        double p = set.Count(s => s) / (double)set.Length;
        double entropy = -shape.Elements * (p * Math.Log2(p) + (1 - p) * Math.Log2(1 - p)) / 8;

        (PositionCoding coding, byte[] data) = PositionCodingCatalog.Smallest(Pack(set), shape);

        Assert.Equal("Density", coding.Name);
        Assert.True(data.Length < 0.85 * entropy, $"{data.Length} of {entropy:N0}");
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void Damaged_positions_give_an_error_or_other_positions_and_never_more(string name)
    {
        PositionCoding coding = PositionCodingCatalog.Find(name)!;
        var shape = new PositionShape(40, 51);
        byte[] data = coding.Encode(Random(shape.Elements, 0.2, 8), shape);
        var random = new Random(9);
        for (int round = 0; round < 1000; round++)
        {
            byte[] damaged = round % 2 == 0 ? data[..random.Next(data.Length)] : [.. data];
            if (round % 2 == 1)
                random.NextBytes(damaged.AsSpan(random.Next(damaged.Length)));
            try
            {
                byte[] bits = coding.Decode(damaged, shape, default);
                Assert.True(BitPacking.IsTailClear(bits, shape.Elements));
            }
            catch (FormatException) { }
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void Bytes_that_are_missing_or_left_over_are_refused(string name)
    {
        PositionCoding coding = PositionCodingCatalog.Find(name)!;
        var shape = new PositionShape(40, 51);
        byte[] data = coding.Encode(Random(shape.Elements, 0.2, 8), shape);

        Assert.Throws<ContentException>(() => coding.Decode(data.AsSpan(0, data.Length / 2), shape, default));
        Assert.Throws<ContentException>(() => coding.Decode([], shape, default));
        Assert.Throws<ContentException>(() => coding.Decode([.. data, 1, 2, 3, 4, 5], shape, default));
    }

    [Fact]
    public void Decoding_can_be_stopped()
    {
        var shape = new PositionShape(100, 100);
        byte[] data = new DensityPositions().Encode(Random(shape.Elements, 0.2, 8), shape);

        Assert.Throws<OperationCanceledException>(() => new DensityPositions().Decode(data, shape, new CancellationToken(canceled: true)));
    }

    private static byte[] Random(int elements, double density, int seed)
    {
        var random = new Random(seed);
        return Pack([.. Enumerable.Range(0, elements).Select(_ => random.NextDouble() < density)]);
    }

    private static byte[] Pack(bool[] set) => BitPacking.Bits(set.Select(s => s ? 1f : 0f).ToArray());
}
