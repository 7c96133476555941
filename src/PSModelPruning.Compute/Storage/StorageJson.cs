using System.Text.Json.Serialization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage;

/// <summary>
/// How the JSON parts of a model file are read and written: by generated code for the types listed here and no others, so nothing in a
/// file can name a type. Unknown members and missing ones are errors; computed properties are not stored.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    MaxDepth = 16
)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(Preprocessing))]
[JsonSerializable(typeof(FeatureGridsDocument))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(GraphDocument))]
[JsonSerializable(typeof(TreeDocument))]
[JsonSerializable(typeof(ForestDocument))]
[JsonSerializable(typeof(BoostedDocument))]
[JsonSerializable(typeof(EnsembleDocument))]
[JsonSerializable(typeof(NeighborDocument))]
[JsonSerializable(typeof(RuleListDocument))]
internal sealed partial class StorageJson : JsonSerializerContext;
