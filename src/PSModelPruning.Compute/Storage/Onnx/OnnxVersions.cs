using PSModelPruning.Compute.Storage.Onnx.Documents;

namespace PSModelPruning.Compute.Storage.Onnx;

/// <summary>Checks the versions of a file: operators change their meaning from one to the next.</summary>
internal static class OnnxVersions
{
    /// <exception cref="ComputeException"><c>OnnxVersionUnsupported</c>.</exception>
    internal static void Check(OnnxModel model, string file)
    {
        if (model.IrVersion is < OnnxLimits.FirstIr or > OnnxLimits.LastIr)
            throw OnnxErrors.Version(
                file,
                $"has format version (IR) {model.IrVersion}",
                $"versions {OnnxLimits.FirstIr} to {OnnxLimits.LastIr}"
            );
        Check(model, file, OnnxDomain.Standard, OnnxLimits.FirstOpset, OnnxLimits.LastOpset);
        Check(model, file, OnnxDomain.MachineLearning, OnnxLimits.FirstMlOpset, OnnxLimits.LastMlOpset);
    }

    private static void Check(OnnxModel model, string file, string domain, int first, int last)
    {
        OnnxOpset[] imported = [.. model.Opsets.Where(opset => opset.Domain == domain)];
        if (imported.Length == 0 && model.Graph.Nodes.Any(node => node.Domain == domain))
            throw OnnxErrors.Corrupt(
                file,
                $"it has operators of {OnnxDomain.Shown(domain)}, but does not tell the version of their operator set."
            );
        foreach (OnnxOpset opset in imported)
        {
            if (opset.Version < first || opset.Version > last)
                throw OnnxErrors.Version(
                    file,
                    $"uses version {opset.Version} of the operators (opset) of {OnnxDomain.Shown(domain)}",
                    $"versions {first} to {last}"
                );
        }
    }
}
