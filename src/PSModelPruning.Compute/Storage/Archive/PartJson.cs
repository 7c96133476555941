using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>
/// The rules of JSON in model files: names in camel case, enumerations by name, no computed properties, members that are null left out.
/// Missing members that are required are errors. Documents are read and written by generated code, so nothing in a file can name a type.
/// </summary>
/// <param name="ignoresUnknown">
/// Whether unknown members are ignored, as in a file of a newer minor version. In a file of a known version they are a sign of damage.
/// </param>
internal sealed class PartJson(bool ignoresUnknown = false)
{
    private readonly Dictionary<IJsonTypeInfoResolver, JsonSerializerOptions> _options = [];

    /// <summary>The contract of a document under these rules.</summary>
    /// <param name="type">The contract that was generated for it, of any context.</param>
    internal JsonTypeInfo<T> Of<T>(JsonTypeInfo<T> type)
    {
        IJsonTypeInfoResolver resolver = type.OriginatingResolver
            ?? throw new ArgumentException($"{typeof(T).Name} has no generated contract.", nameof(type));
        if (!_options.TryGetValue(resolver, out JsonSerializerOptions? options))
            _options.Add(resolver, options = Make(resolver));
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    private JsonSerializerOptions Make(IJsonTypeInfoResolver resolver) =>
        new()
        {
            TypeInfoResolver = resolver,
            Converters = { new JsonStringEnumConverter() },
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = ignoresUnknown ? JsonUnmappedMemberHandling.Skip : JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            MaxDepth = 16,
        };
}
