using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Model files whose parts were edited and whose checksums are right again.</summary>
internal static class ForgedFile
{
    /// <summary>
    /// Unpacks a good file, lets its parts be edited, and packs it as another tool would: with right checksums, without the seal.
    /// </summary>
    internal static byte[] Rebuild(
        byte[] file,
        Action<Dictionary<string, byte[]>> edit,
        Action<JsonObject>? editManifest = null,
        bool listAnew = true
    )
    {
        Dictionary<string, byte[]> parts = Parts(file);
        var manifest = (JsonObject)JsonNode.Parse(parts["manifest.json"])!;
        edit(parts);
        if (listAnew)
        {
            manifest["parts"] = new JsonArray([
                .. parts
                    .Where(p => p.Key != "manifest.json")
                    .Select(p => new JsonObject
                    {
                        ["name"] = p.Key,
                        ["bytes"] = p.Value.Length,
                        ["sha256"] = Convert.ToHexString(SHA256.HashData(p.Value)),
                    }),
            ]);
        }
        editManifest?.Invoke(manifest);
        if (parts.ContainsKey("manifest.json"))
            parts["manifest.json"] = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                using Stream stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }
        return target.ToArray();
    }

    /// <summary>The parts of a file.</summary>
    internal static Dictionary<string, byte[]> Parts(byte[] file)
    {
        var parts = new Dictionary<string, byte[]>();
        using var archive = new ZipArchive(new MemoryStream(file));
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            parts.Add(entry.FullName, copy.ToArray());
        }
        return parts;
    }

    /// <summary>A file with one parameter's description in <c>graph.json</c> edited.</summary>
    internal static byte[] EditParameter(byte[] file, string name, Action<JsonObject> edit) => Rebuild(file, parts =>
        {
            JsonNode graph = JsonNode.Parse(parts["graph.json"])!;
            edit((JsonObject)((JsonArray)graph["parameters"]!).Single(p => (string)p!["name"]! == name)!);
            parts["graph.json"] = Encoding.UTF8.GetBytes(graph.ToJsonString());
        });
}
