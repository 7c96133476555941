using System.Numerics;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>
/// Checks the numbers of a model file. Checksums prove that they are what somebody wrote, not that a model can have them: one that it
/// cannot have would predict nonsense without a word.
/// </summary>
internal static class StoredNumbers
{
    /// <summary>How far the probabilities of a leaf or a rule may be from 1 together.</summary>
    private const double SumTolerance = 1e-2;

    /// <summary>Every number is finite and in a range.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="tensor">The tensor that holds them.</param>
    /// <param name="part">The part of the file that holds it.</param>
    /// <param name="least">The least that is possible.</param>
    /// <param name="greatest">The greatest that is possible.</param>
    /// <exception cref="ContentException">One is not; the message names it and its place.</exception>
    internal static void Check<T>(ReadOnlySpan<T> numbers, string tensor, string part, T least, T greatest)
        where T : struct, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!(numbers[i] >= least && numbers[i] <= greatest))
                throw new ContentException(
                    FormattableString.Invariant(
                        $"number {i + 1} of the tensor '{StorageErrors.Printable(tensor)}' of '{part}' is {numbers[i]}: no model has it."
                    )
                );
        }
    }

    /// <summary>Every number is finite.</summary>
    /// <exception cref="ContentException">One is not; the message names it and its place.</exception>
    internal static void CheckFinite<T>(ReadOnlySpan<T> numbers, string tensor, string part)
        where T : struct, IFloatingPointIeee754<T>, IMinMaxValue<T> => Check(numbers, tensor, part, T.MinValue, T.MaxValue);

    /// <summary>The numbers of each row sum to 1.</summary>
    /// <param name="numbers"><c>[rows × <paramref name="width"/>]</c>.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="tensor">The tensor that holds them.</param>
    /// <param name="part">The part of the file that holds it.</param>
    /// <exception cref="ContentException">Those of a row do not; the message names it.</exception>
    internal static void CheckSums(ReadOnlySpan<float> numbers, int width, string tensor, string part)
    {
        for (int first = 0; first + width <= numbers.Length; first += width)
        {
            double sum = 0;
            foreach (float number in numbers.Slice(first, width))
                sum += number;
            if (!(Math.Abs(sum - 1) <= SumTolerance))
                throw new ContentException(
                    FormattableString.Invariant(
                        $"the probabilities in row {first / width + 1} of the tensor '{tensor}' of '{part}' sum to {sum:G4}."
                    )
                );
        }
    }
}
