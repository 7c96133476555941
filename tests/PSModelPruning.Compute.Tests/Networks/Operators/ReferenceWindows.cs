namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>Convolution and pooling over two axes as plain loops in double precision, written from the ONNX text alone.</summary>
internal sealed record ReferenceWindows(int[] Kernel, int[] Strides, int[] Dilations, int[] Begin, int[] End, bool Ceil = false)
{
    /// <summary>Positions of the windows along an axis, relative to the first element.</summary>
    internal List<int> Starts(int axis, int size)
    {
        int extent = (Kernel[axis] - 1) * Dilations[axis] + 1;
        int room = size + Begin[axis] + End[axis] - extent;
        var starts = new List<int>();
        for (int i = 0; ; i++)
        {
            bool full = i * Strides[axis] <= room;
            bool hangsOver = Ceil && (i - 1) * Strides[axis] < room && i * Strides[axis] - Begin[axis] < size;
            if (!full && !hangsOver)
                return starts;
            starts.Add(i * Strides[axis] - Begin[axis]);
        }
    }

    /// <summary>Calls back for every window of an image and every place in it: (output place, y, x, kernel y, kernel x).</summary>
    internal void Each(int height, int width, Action<int, int, int, int, int> visit)
    {
        List<int> ys = Starts(0, height),
            xs = Starts(1, width);
        for (int oy = 0; oy < ys.Count; oy++)
        {
            for (int ox = 0; ox < xs.Count; ox++)
            {
                for (int ky = 0; ky < Kernel[0]; ky++)
                {
                    for (int kx = 0; kx < Kernel[1]; kx++)
                        visit(oy * xs.Count + ox, ys[oy] + ky * Dilations[0], xs[ox] + kx * Dilations[1], ky, kx);
                }
            }
        }
    }

    internal double[] Convolve(float[] x, int[] shape, float[] weight, int[] weightShape, float[]? bias, int group)
    {
        int rows = shape[0],
            channels = shape[1],
            height = shape[2],
            width = shape[3];
        int places = Starts(0, height).Count * Starts(1, width).Count,
            filters = weightShape[0],
            inPerGroup = weightShape[1];
        var output = new double[rows * filters * places];
        for (int row = 0; row < rows; row++)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                int at = (row * filters + filter) * places,
                    firstIn = filter / (filters / group) * inPerGroup;
                if (bias is not null)
                    Array.Fill(output, bias[filter], at, places);
                for (int channel = 0; channel < inPerGroup; channel++)
                {
                    int plane = (row * channels + firstIn + channel) * height * width,
                        kernel = (filter * inPerGroup + channel) * Kernel[0] * Kernel[1];
                    Each(height, width, (place, y, xx, ky, kx) =>
                    {
                        if (y >= 0 && y < height && xx >= 0 && xx < width)
                            output[at + place] += (double)x[plane + y * width + xx] * weight[kernel + ky * Kernel[1] + kx];
                    });
                }
            }
        }
        return output;
    }

    internal double[] Pool(float[] x, int[] shape, bool isMaximum, bool includesPadding)
    {
        int planes = shape[0] * shape[1],
            height = shape[2],
            width = shape[3];
        int places = Starts(0, height).Count * Starts(1, width).Count;
        var output = new double[planes * places];
        var counts = new int[places];
        if (isMaximum)
            Array.Fill(output, double.NegativeInfinity);
        Each(height, width, (place, y, xx, _, _) =>
        {
            bool inside = y >= 0 && y < height && xx >= 0 && xx < width;
            bool padded = y < height + End[0] && xx < width + End[1];
            if (inside || (includesPadding && padded))
                counts[place]++;
            for (int plane = 0; inside && plane < planes; plane++)
            {
                double value = x[plane * height * width + y * width + xx];
                int at = plane * places + place;
                output[at] = isMaximum ? Math.Max(output[at], value) : output[at] + value;
            }
        });
        return isMaximum ? output : [.. output.Select((sum, at) => sum / counts[at % places])];
    }
}
