using System.Text;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Tensors;

namespace PSModelPruning.Compute.Tests.Storage;

public sealed class SafetensorsTests
{
    [Fact]
    public void The_bytes_are_those_of_the_published_format()
    {
        var writer = new SafetensorsWriter();
        writer.Add("w", SafetensorsEntry.Of("F32", 1, 2), stream => stream.Write([0, 0, 128, 63, 0, 0, 0, 64]));
        writer.Add("bits", SafetensorsEntry.Of("U8", 3), stream => stream.Write([1, 2, 3]));
        using var target = new MemoryStream();
        writer.WriteTo(target);

        string header =
            """{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"bits":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";
        header = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] expected =
        [
            .. BitConverter.GetBytes((ulong)header.Length),
            .. Encoding.UTF8.GetBytes(header),
            0,
            0,
            128,
            63,
            0,
            0,
            0,
            64,
            1,
            2,
            3,
        ];
        Assert.Equal(expected, target.ToArray());
    }

    [Fact]
    public void Metadata_and_any_order_of_the_data_are_read()
    {
        SafetensorsFile file = SafetensorsFile.Parse(
            File(
                """{"__metadata__":{"format":"pt"},"b":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}"""
                    + ""","a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""",
                [0, 0, 128, 63, 9]
            )
        );

        Assert.True(file.TryGet("a", out SafetensorsEntry entry, out ReadOnlyMemory<byte> data));
        Assert.Empty(entry.Shape);
        Assert.Equal([0, 0, 128, 63], data.ToArray());
        Assert.Equal(["b", "a"], file.Names);
    }

    [Theory]
    // Parts that overlap.
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)] // gap
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8)] // left over
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)] // shape and place differ
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4)]
    // 4 bytes times 2^62 + 1 wraps around to 4.
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[4,0]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""["a"]""", 0)]
    [InlineData("""{"a":""", 0)]
    public void A_header_that_does_not_fit_its_data_is_refused(string header, int dataBytes) =>
        Assert.Throws<ContentException>(() => SafetensorsFile.Parse(File(header, new byte[dataBytes])));

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 62)]
    [InlineData(9UL)]
    public void A_header_longer_than_the_file_is_refused(ulong length) =>
        Assert.Throws<ContentException>(() => SafetensorsFile.Parse((byte[])[.. BitConverter.GetBytes(length), .. "{}      "u8]));

    [Fact]
    public void Packing_and_unpacking_give_every_number_back()
    {
        foreach (int length in new[] { 0, 1, 7, 8, 9, 64, 100 })
        {
            var random = new Random(length);
            float[] values =
            [
                .. Enumerable.Range(0, length).Select(_ => random.NextDouble() < 0.7 ? 0 : (float)random.NextDouble() - 0.5f),
            ];
            if (length > 7)
                (values[3], values[5], values[7]) = (float.NaN, float.Epsilon, float.NegativeInfinity);
            byte[] bits = BitPacking.Bits(values);
            int count = values.Count(v => v != 0);
            float[] back = new float[length];

            BitPacking.Unpack(bits, BitPacking.Nonzero(values, count), back);

            Assert.Equal(count, BitPacking.CountBits(bits));
            Assert.Equal(values, back);
            Assert.True(BitPacking.IsTailClear(bits, length));
        }
    }

    private static byte[] File(string header, byte[] data) =>
        [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. data];
}
