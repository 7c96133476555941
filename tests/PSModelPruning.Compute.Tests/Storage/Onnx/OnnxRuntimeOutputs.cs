using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>What ONNX Runtime predicts.</summary>
/// <param name="Labels">The label of each row; empty where the file has none.</param>
/// <param name="Scores">The scores or the number of each row.</param>
internal sealed record OnnxRuntimeOutputs(string[] Labels, float[][] Scores)
{
    private static readonly object Gate = new();
    private static bool _isQuiet;

    /// <summary>Runs a file on rows.</summary>
    /// <param name="model">The file.</param>
    /// <param name="rows"><c>[rows × width]</c>.</param>
    /// <param name="width">Columns.</param>
    internal static OnnxRuntimeOutputs Of(byte[] model, float[] rows, int width)
    {
        Silence();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        using var session = new InferenceSession(model, options);
        int count = rows.Length / width;
        int column = 0;
        var inputs = new List<NamedOnnxValue>();
        foreach ((string name, NodeMetadata metadata) in session.InputMetadata)
        {
            int own = session.InputMetadata.Count == 1 ? width : (int)metadata.Dimensions[1];
            float[] values = [.. Enumerable.Range(0, count).SelectMany(row => rows.Skip(row * width + column).Take(own))];
            inputs.Add(
                metadata.ElementDataType == TensorElementType.Double
                    ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(Array.ConvertAll(values, v => (double)v), [count, own]))
                    : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(values, [count, own]))
            );
            column += own;
        }
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs);
        string[] labels = [];
        float[][] scores = [];
        foreach (DisposableNamedOnnxValue output in outputs)
        {
            switch (output.Value)
            {
                case Tensor<long> integers:
                    labels = [.. integers.Select(label => label.ToString(CultureInfo.InvariantCulture))];
                    break;
                case Tensor<string> texts:
                    labels = [.. texts];
                    break;
                case Tensor<float> numbers:
                    scores = [.. numbers.Chunk(Math.Max(1, (int)numbers.Length / count))];
                    break;
                case Tensor<double> numbers:
                    scores = [.. numbers.Select(value => (float)value).Chunk(Math.Max(1, (int)numbers.Length / count))];
                    break;
                case IEnumerable<DisposableNamedOnnxValue> maps:
                    scores = [.. maps.Select(Values)];
                    break;
            }
        }
        return new OnnxRuntimeOutputs(labels, scores);
    }

    private static float[] Values(NamedOnnxValue map) =>
        map.Value is IDictionary<long, float> byNumber
            ? [.. byNumber.OrderBy(entry => entry.Key).Select(entry => entry.Value)]
            : [.. ((IDictionary<string, float>)map.Value).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value)];

    /// <summary>
    /// Switches off what ONNX Runtime would send home. On Linux and macOS it reads the variable of the C library, which the runtime's own
    /// environment does not reach, when it is loaded.
    /// </summary>
    private static void Silence()
    {
        lock (Gate)
        {
            if (_isQuiet)
                return;
            if (!OperatingSystem.IsWindows())
                _ = SetVariable("ORT_DISABLE_TELEMETRY", "1", 1);
            OrtEnv.Instance().DisableTelemetryEvents();
            _isQuiet = true;
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetVariable(string name, string value, int overwrite);
}
