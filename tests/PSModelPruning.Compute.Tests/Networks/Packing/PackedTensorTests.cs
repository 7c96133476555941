using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Networks.Packing;

public sealed class PackedTensorTests
{
    private static readonly WeightEncoding Int8 = new IntegerEncoding(8, 0, 0, [0.01f, 0.02f]);

    [Fact]
    public void Dense_float32_takes_four_bytes_a_number_and_is_not_copied()
    {
        PackedTensor packed = PackedTensor.Of([1, 2, 3, 4], [2, 2], null);

        Assert.Equal((16, null, null), (packed.Bytes, packed.Numbers, packed.Positions));
    }

    [Fact]
    public void An_encoding_whose_numbers_these_are_not_is_not_used()
    {
        float[] values = [0.01f, -0.02f, 0.02f, 0.0300001f];

        PackedTensor packed = PackedTensor.Of(values, [2, 2], Int8);

        Assert.Equal((null, 16), (packed.Encoding, packed.Bytes));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(2f)]
    public void What_no_integer_stands_for_is_kept_as_float32(float strange) =>
        Assert.Null(PackedTensor.Of([0.01f, strange, 0.02f, 0], [2, 2], Int8).Encoding);

    [Fact]
    public void Four_bits_are_two_a_byte()
    {
        var coding = NumberCoding.Of(new IntegerEncoding(4, 0, 0, [0.5f]), [1, 3]);
        ushort[] codes = new ushort[3];

        Assert.True(coding.TryEncode([-3.5f, 0, 1.5f], codes));

        Assert.Equal([0x09, 0x03], coding.ToBytes(codes));
        Assert.Equal([0, 7, 10], codes);
    }

    [Theory]
    [InlineData(8, new byte[] { 0x80 })]
    [InlineData(4, new byte[] { 0x08 })]
    [InlineData(4, new byte[] { 0x11 })]
    public void Bytes_that_are_no_code_are_refused(int bits, byte[] bytes)
    {
        var coding = NumberCoding.Of(new IntegerEncoding(bits, 0, 0, [1f]), [1, 1]);

        Assert.Throws<ContentException>(() => coding.FromBytes(bytes, new ushort[1]));
    }

    [Fact]
    public void Groups_run_over_the_other_axes_in_row_major_order()
    {
        // Shape [2, 3, 2], axis 1, groups of 3: each of the 3 entries has 4 elements, so 2 groups.
        ScaleRuns runs = ScaleRuns.Of([2, 3, 2], axis: 1, groupSize: 3);
        var groups = new int[12];
        foreach ((int first, int count, int group) in runs)
            groups.AsSpan(first, count).Fill(group);

        Assert.Equal(6, runs.Groups);
        Assert.Equal([0, 0, 2, 2, 4, 4, 0, 1, 2, 3, 4, 5], groups);
    }

    [Fact]
    public void A_codebook_of_sixteen_takes_little_more_than_its_entropy_at_ninety_five_percent_zeros()
    {
        var random = new Random(1);
        float[] book = [.. Enumerable.Range(-8, 17).Where(i => i != 0).Select(i => i / 10f)];
        float[] values = [.. Enumerable.Range(0, 200 * 500).Select(_ => random.NextDouble() < 0.95 ? 0 : book[random.Next(16)])];
        double density = values.Count(v => v != 0) / (double)values.Length;
        double least = values.Length * (-density * Math.Log2(density) - (1 - density) * Math.Log2(1 - density) + density * 4) / 8;

        PackedTensor packed = PackedTensor.Of(values, [200, 500], new CodebookEncoding(book));

        Assert.InRange(packed.Bytes, least, least * 1.02 + 16 * sizeof(float) + 40);
    }

    [Fact]
    public void More_zeros_never_take_more_bytes_of_float32()
    {
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, 60 * 80).Select(_ => (float)random.NextDouble() + 0.1f)];
        int[] order = [.. Enumerable.Range(0, values.Length)];
        random.Shuffle(order);
        long before = long.MaxValue;
        for (int gone = 0; gone <= values.Length; gone += values.Length / 40)
        {
            foreach (int i in order.AsSpan(0, gone))
                values[i] = 0;
            long bytes = PackedTensor.Of(values, [60, 80], null).Bytes;
            Assert.True(bytes <= before, $"{bytes} after {before}");
            before = bytes;
        }
    }
}
