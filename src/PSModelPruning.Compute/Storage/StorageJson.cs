using System.Text.Json.Serialization;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage;

/// <summary>
/// The contracts of the JSON parts that all families have. A family's own document has a context of its own beside it. How JSON is read and
/// written <see cref="PartJson"/> says.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(PreprocessingDocument))]
[JsonSerializable(typeof(FeatureGridsDocument))]
[JsonSerializable(typeof(HistoryDocument))]
internal sealed partial class StorageJson : JsonSerializerContext;
