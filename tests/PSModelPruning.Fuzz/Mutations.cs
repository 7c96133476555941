using System.Text;
using System.Text.Json.Nodes;

namespace PSModelPruning.Fuzz;

/// <summary>Small changes of bytes, texts and JSON, of the sort that damage and malice make.</summary>
internal static class Mutations
{
    private static readonly double[] OddNumbers =
    [
        0,
        -1,
        -7.5,
        1e-45,
        1e30,
        1e39,
        3e38,
        -3e38,
        1e308,
        int.MaxValue,
        long.MaxValue,
        0.5,
        double.NaN,
        double.PositiveInfinity,
    ];

    private static readonly string[] OddTexts =
    [
        "",
        "\u001b[31m",
        "\0",
        "NaN",
        "Infinity",
        "1e39",
        "../../x",
        "0",
        "true",
        "\"",
        new string('x', 300),
        "\r\n",
        "é",
        "\ud800",
    ];

    /// <summary>A number that is seldom meant.</summary>
    internal static double OddNumber(this Random random) => OddNumbers[random.Next(OddNumbers.Length)];

    /// <summary>A text that is seldom meant.</summary>
    internal static string OddText(this Random random) => OddTexts[random.Next(OddTexts.Length)];

    /// <summary>Changes, removes, repeats or adds some bytes.</summary>
    internal static byte[] Bytes(Random random, byte[] bytes, IReadOnlyList<byte[]> words)
    {
        var list = new List<byte>(bytes);
        for (int change = random.Next(1, 5); change > 0 && list.Count > 0; change--)
        {
            int at = random.Next(list.Count),
                count = Math.Min(list.Count - at, random.Next(1, 40));
            switch (random.Next(6))
            {
                case 0:
                    list[at] = (byte)random.Next(256);
                    break;
                case 1:
                    list.RemoveRange(at, count);
                    break;
                case 2:
                    list.InsertRange(at, list.GetRange(at, count));
                    break;
                case 3:
                    list.RemoveRange(at, list.Count - at);
                    break;
                default:
                    list.InsertRange(at, words[random.Next(words.Count)]);
                    break;
            }
        }
        return [.. list];
    }

    /// <summary>Replaces, removes or repeats one value somewhere in a JSON text.</summary>
    internal static byte[] Json(Random random, byte[] text)
    {
        JsonNode root = JsonNode.Parse(text)!;
        JsonNode place = root;
        // Walks down by chance, and stops by chance or where there is nothing below.
        while (true)
        {
            JsonNode? next = place switch
            {
                JsonObject { Count: > 0 } some => some.ElementAt(random.Next(some.Count)).Value,
                JsonArray { Count: > 0 } some => some[random.Next(some.Count)],
                _ => null,
            };
            if (next is not (JsonObject { Count: > 0 } or JsonArray { Count: > 0 }) || random.Next(6) == 0)
                break;
            place = next;
        }
        if (place is JsonObject members && members.Count > 0)
            Change(random, members);
        else if (place is JsonArray items && items.Count > 0)
            Change(random, items);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static void Change(Random random, JsonObject members)
    {
        string name = members.ElementAt(random.Next(members.Count)).Key;
        if (random.Next(5) == 0)
            members.Remove(name);
        else
            members[name] = Odd(random, members[name]);
    }

    private static void Change(Random random, JsonArray items)
    {
        int at = random.Next(items.Count);
        if (random.Next(4) == 0)
            items.RemoveAt(at);
        else if (random.Next(3) == 0)
            items.Add(items[at]?.DeepClone());
        else
            items[at] = Odd(random, items[at]);
    }

    /// <summary>Mostly a value of the same type, which gets further.</summary>
    private static JsonNode? Odd(Random random, JsonNode? old)
    {
        if (random.Next(8) == 0)
            return null;
        bool isText = old is JsonValue value && value.TryGetValue(out string? _);
        if (isText != (random.Next(8) == 0))
            return JsonValue.Create(random.OddText());
        double number = random.OddNumber();
        if (!double.IsFinite(number))
            return JsonValue.Create(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Math.Abs(number) < 1e15 && number == Math.Floor(number) ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }
}
