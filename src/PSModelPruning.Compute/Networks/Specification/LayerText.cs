using System.Globalization;

namespace PSModelPruning.Compute.Networks.Specification;

/// <summary>The words of one layer, read from left to right; knows the place of each for the errors.</summary>
internal sealed class LayerText
{
    private readonly string[] _words;
    private int _next;

    /// <param name="layer">Which layer it is, counted from 1.</param>
    /// <param name="text">Its words, with blanks between them.</param>
    internal LayerText(int layer, string text)
    {
        Layer = layer;
        Text = text;
        _words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Which layer it is, counted from 1.</summary>
    internal int Layer { get; }

    /// <summary>The words as they were given.</summary>
    internal string Text { get; }

    /// <summary>How the layer is written, for the errors.</summary>
    internal string Usage { get; set; } = "";

    internal bool IsAtEnd => _next >= _words.Length;

    /// <summary>The next word, or "" at the end.</summary>
    internal string Take() => IsAtEnd ? "" : _words[_next++];

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    internal int TakeInteger(string what, int least = 1)
    {
        string word = Take();
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw Invalid(word, $"{what} must be a whole number of at least {least}");
    }

    /// <summary>A number between two bounds.</summary>
    internal double TakeNumber(string what, double least, double greatest)
    {
        string word = Take();
        return
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number >= least
            && number <= greatest
            ? number
            : throw Invalid(word, string.Create(CultureInfo.InvariantCulture, $"{what} must be a number from {least} to {greatest}"));
    }

    /// <summary>Whole numbers joined by x, such as <c>32x3</c>.</summary>
    internal int[] TakeProduct(string what, int least, int most)
    {
        string word = Take();
        string[] parts = word.Split(['x', 'X']);
        int[] numbers =
        [
            .. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0),
        ];
        return numbers.Length >= least && numbers.Length <= most && numbers.All(number => number > 0)
            ? numbers
            : throw Invalid(word, $"{what} is expected here");
    }

    /// <summary>The options that end the layer, each a name and a whole number; every name at most once.</summary>
    /// <param name="allowed">The names, each with the least number that it takes.</param>
    internal IReadOnlyDictionary<string, int> TakeOptions(params (string Name, int Least)[] allowed)
    {
        var options = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        while (!IsAtEnd)
        {
            string word = Take();
            int found = Array.FindIndex(allowed, option => option.Name.Equals(word, StringComparison.OrdinalIgnoreCase));
            if (found < 0)
                throw NetworkErrors.LayerOptionUnknown(this, _next, word, allowed.Select(option => option.Name));
            if (options.ContainsKey(word))
                throw Invalid(word, "it is specified twice");
            options[word] = TakeInteger($"'{allowed[found].Name}'", allowed[found].Least);
        }
        return options;
    }

    /// <summary>
    /// The words that end the layer, each one of some choices; of every choice at most one word, and the first where none is given.
    /// </summary>
    internal string[] TakeChoices(params string[][] choices)
    {
        var taken = new string?[choices.Length];
        while (!IsAtEnd)
        {
            string word = Take();
            int choice = Array.FindIndex(choices, words => words.Contains(word, StringComparer.OrdinalIgnoreCase));
            if (choice < 0)
                throw NetworkErrors.LayerOptionUnknown(this, _next, word, choices.SelectMany(words => words));
            if (taken[choice] is { } before)
                throw Invalid(word, $"'{before}' is specified already");
            taken[choice] = word.ToLowerInvariant();
        }
        return [.. taken.Select((word, choice) => word ?? choices[choice][0])];
    }

    /// <summary>Refuses further words.</summary>
    internal void End()
    {
        if (!IsAtEnd)
            throw Invalid(Take(), "nothing more is expected here");
    }

    /// <summary>The error for the word that was taken last.</summary>
    /// <param name="word">The word; "" where it is missing.</param>
    /// <param name="problem">What is wrong with it.</param>
    private ComputeException Invalid(string word, string problem) =>
        NetworkErrors.LayerWordInvalid(this, word.Length == 0 ? _next + 1 : _next, word, problem);
}
