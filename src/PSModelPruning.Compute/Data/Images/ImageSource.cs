namespace PSModelPruning.Compute.Data;

/// <summary>Reads the images of one file one after another. One class a format.</summary>
internal abstract class ImageSource(DataItem item) : IDisposable
{
    /// <summary>The file, for errors.</summary>
    internal string FilePath => item.Path;

    /// <summary>The file's name without folders.</summary>
    internal string FileName => item.Name;

    /// <summary>The shape of an image, <c>[channels, height, width]</c>.</summary>
    internal abstract IReadOnlyList<int> Shape { get; }

    /// <summary>Whether the images have labels.</summary>
    internal abstract bool HasLabels { get; }

    /// <summary>Bytes of an image.</summary>
    internal int Size => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>Reads the next image.</summary>
    /// <param name="pixels">Receives <see cref="Size"/> bytes, 0 to 255, channel by channel, row by row.</param>
    /// <param name="label">Its label; -1 without labels.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="ComputeException"><c>DataFileTruncated</c>.</exception>
    internal abstract bool Read(Span<byte> pixels, out int label);

    /// <summary>
    /// The names of the pixels in their order: pixel_{y}_{x}, and with c0_, c1_ … in front where there are several channels.
    /// </summary>
    internal static string[] PixelNames(IReadOnlyList<int> shape)
    {
        var names = new string[shape[0] * shape[1] * shape[2]];
        int next = 0;
        for (int channel = 0; channel < shape[0]; channel++)
        {
            for (int y = 0; y < shape[1]; y++)
            {
                for (int x = 0; x < shape[2]; x++)
                    names[next++] = shape[0] == 1 ? $"pixel_{y}_{x}" : $"c{channel}_pixel_{y}_{x}";
            }
        }
        return names;
    }

    public abstract void Dispose();

    /// <summary>Fills a buffer.</summary>
    /// <returns>False where the stream is at its end; a part of a buffer is an error.</returns>
    private protected bool FillExactly(Stream stream, Span<byte> buffer, string path)
    {
        int read = DataFile.Fill(stream, buffer, path);
        return read == buffer.Length || (read == 0 ? false : throw DataErrors.Truncated(path));
    }
}
