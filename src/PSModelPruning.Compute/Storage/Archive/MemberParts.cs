using System.Globalization;
using System.Text.RegularExpressions;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>
/// How the parts of an ensemble's members are named in the one archive of all: <c>member0-model.json</c>,
/// <c>member0-weights.safetensors</c>, and
/// <c>member0-member1-model.json</c> for a member of a member.
/// </summary>
internal static partial class MemberParts
{
    /// <summary>What ends a prefix; no other part's name has it.</summary>
    internal const char Separator = '-';

    /// <summary>What the names of a member's parts begin with.</summary>
    internal static string Prefix(int index) => string.Create(CultureInfo.InvariantCulture, $"member{index}{Separator}");

    /// <summary>The name of a part without the members that it lies in; the name itself where they are deeper than any ensemble.</summary>
    internal static string Own(string name) => Prefixes().Match(name) is { Success: true } match ? name[match.Length..] : name;

    [GeneratedRegex("^(member(0|[1-9][0-9]{0,2})-){1,3}", RegexOptions.CultureInvariant)]
    private static partial Regex Prefixes();
}
