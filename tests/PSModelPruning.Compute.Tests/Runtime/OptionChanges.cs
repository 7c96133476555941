using System.Collections;
using System.Reflection;

namespace PSModelPruning.Compute.Tests.Runtime;

/// <summary>Changes the members of a record of options one after the other, those of records within it too.</summary>
internal sealed class OptionChanges : IEnumerable<Type>
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<Type, Func<object>> _makers = [];

    internal OptionChanges() { }

    internal OptionChanges(Type type, Func<object> make) => Add(type, make);

    /// <summary>Says how a value of a type is made where there is none.</summary>
    internal void Add(Type type, Func<object> make) => _makers.Add(type, make);

    public IEnumerator<Type> GetEnumerator() => _makers.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For every member a copy of the record in which it alone is changed.</summary>
    internal IEnumerable<(string Name, object Options)> Of(object options)
    {
        for (Type? type = options.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(Declared))
            {
                string name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;
                if (field.GetValue(options) is { } value && IsRecord(value.GetType()) && !IsOpaque(value.GetType()))
                {
                    foreach ((string inner, object changed) in Of(value))
                        yield return ($"{name}.{inner}", With(options, field, changed));
                }
                else
                {
                    yield return (name, With(options, field, Changed(field.FieldType, field.GetValue(options))));
                }
            }
        }
    }

    private object Changed(Type type, object? value) =>
        (Nullable.GetUnderlyingType(type) ?? type, value) switch
        {
            (_, bool flag) => !flag,
            (_, string text) => text + "x",
            (_, int number) => number + 1,
            (_, long number) => number + 1,
            (_, double number) => number + 0.25,
            ({ IsEnum: true } declared, not null) => Enum.GetValues(declared).Cast<object>().First(other => !other.Equals(value)),
            ({ IsValueType: true } declared, null) => Changed(declared, Activator.CreateInstance(declared)),
            ({ } declared, null) when declared == typeof(string) => "x",
            ({ } declared, _) when declared.IsAssignableFrom(typeof(List<string>)) => new List<string> { "x" },
            ({ } declared, _) when declared.IsAssignableFrom(typeof(HashSet<string>)) => new HashSet<string> { "x" },
            ({ } declared, _) when declared.IsAssignableFrom(typeof(List<int>)) => new List<int> { 1 },
            ({ } declared, _) when declared.IsAssignableFrom(typeof(List<double>)) => new List<double> { 1 },
            ({ } declared, _) when _makers.TryGetValue(declared, out Func<object>? make) => make(),
            ({ } declared, _) when IsRecord(declared) && declared.GetConstructor(Type.EmptyTypes) is not null => Activator.CreateInstance(
                declared
            )!,
            _ => throw new InvalidOperationException($"Add how a {type} is made, so that it can be changed."),
        };

    private static object With(object options, FieldInfo field, object value)
    {
        object copy = options.GetType().GetMethod("<Clone>$")!.Invoke(options, null)!;
        field.SetValue(copy, value);
        return copy;
    }

    private bool IsOpaque(Type type) => _makers.ContainsKey(type);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
