using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Networks.Packing;

public sealed class SymbolCoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4096)]
    [InlineData(2, 2)]
    [InlineData(17, 5)]
    [InlineData(5000, 1)]
    [InlineData(5000, 16)]
    [InlineData(60_000, 255)]
    [InlineData(20_000, 4096)]
    public void Symbols_come_back(int count, int alphabet)
    {
        foreach (double spread in new[] { 0.02, 0.2, 1 })
        {
            ushort[] symbols = Symbols(count, alphabet, spread, seed: count + alphabet);

            byte[] message = SymbolCoder.Encode(symbols, alphabet)!;
            var back = new ushort[count];
            SymbolCoder.Decode(message, alphabet, back);

            Assert.Equal(symbols, back);
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void A_message_is_within_a_hundredth_of_the_entropy_and_the_table(double spread)
    {
        ushort[] symbols = Symbols(200_000, 255, spread, seed: 3);
        double entropy = symbols.GroupBy(s => s).Sum(g => -g.Count() * Math.Log2(g.Count() / 200_000.0)) / 8;

        byte[] message = SymbolCoder.Encode(symbols, 255)!;

        Assert.InRange(message.Length, entropy * 0.999, entropy * 1.01 + 260);
    }

    [Fact]
    public void One_symbol_that_repeats_takes_next_to_nothing() =>
        Assert.InRange(SymbolCoder.Encode(new ushort[100_000], 16)!.Length, 6, 16);

    [Fact]
    public void No_symbols_and_too_many_different_ones_are_not_coded()
    {
        Assert.Null(SymbolCoder.Encode([], 16));
        Assert.Null(SymbolCoder.Encode([.. Enumerable.Range(0, 4097).Select(i => (ushort)i)], 5000));
    }

    [Fact]
    public void Frequencies_sum_to_the_total_and_none_that_occurs_is_lost()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            int alphabet = random.Next(1, 400);
            ushort[] symbols = Symbols(random.Next(1, 3000), alphabet, Math.Pow(random.NextDouble(), 3), round);

            int[] frequencies = SymbolFrequencies.Of(symbols, alphabet)!;

            Assert.Equal(SymbolFrequencies.Total, frequencies.Sum());
            Assert.Equal(symbols.Distinct().Order(), Enumerable.Range(0, alphabet).Where(s => frequencies[s] > 0).Select(s => (ushort)s));
            Assert.Equal(frequencies, SymbolFrequencies.Decode(SymbolFrequencies.Encode(frequencies), alphabet));
        }
    }

    [Fact]
    public void Damaged_messages_give_an_error_or_other_symbols_and_never_more()
    {
        ushort[] symbols = Symbols(3000, 31, 0.2, seed: 9);
        byte[] message = SymbolCoder.Encode(symbols, 31)!;
        var random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = round % 3 == 0 ? message[..random.Next(message.Length)] : [.. message];
            if (round % 3 == 1)
                damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            else if (round % 3 == 2)
                random.NextBytes(damaged.AsSpan(random.Next(damaged.Length)));
            var back = new ushort[symbols.Length];
            try
            {
                SymbolCoder.Decode(damaged, 31, back);
                Assert.All(back, symbol => Assert.InRange(symbol, 0, 30));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        // The state must end where it began, so that nearly all damage is noticed.
        Assert.InRange(refused, 2950, 3000);
    }

    [Fact]
    public void A_message_of_more_or_fewer_symbols_is_refused()
    {
        ushort[] symbols = Symbols(3000, 31, 0.2, seed: 9);
        byte[] message = SymbolCoder.Encode(symbols, 31)!;

        Assert.Throws<ContentException>(() => SymbolCoder.Decode(message, 31, new ushort[2900]));
        Assert.Throws<ContentException>(() => SymbolCoder.Decode(message, 31, new ushort[3100]));
        Assert.Throws<ContentException>(() => SymbolCoder.Decode([.. message, 0, 0], 31, new ushort[3000]));
        Assert.Throws<ContentException>(() => SymbolCoder.Decode(message, 15, new ushort[3000]));
    }

    /// <summary>Symbols around the middle of the alphabet.</summary>
    private static ushort[] Symbols(int count, int alphabet, double spread, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    (ushort)
                        Math.Clamp(
                            alphabet / 2
                                + (int)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * spread * alphabet),
                            0,
                            alphabet - 1
                        )
                ),
        ];
    }
}
