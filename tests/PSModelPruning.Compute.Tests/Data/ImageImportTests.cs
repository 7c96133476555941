using System.Buffers.Binary;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class ImageImportTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>An IDX file of unsigned bytes.</summary>
    private static byte[] Idx(int[] dimensions, Func<int, byte> value)
    {
        int size = dimensions.Aggregate(1, (a, b) => a * b);
        var file = new byte[4 + dimensions.Length * 4 + size];
        file[2] = 8;
        file[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + i * 4), dimensions[i]);
        for (int i = 0; i < size; i++)
            file[4 + dimensions.Length * 4 + i] = value(i);
        return file;
    }

    private void WriteDigits(int training = 60, int test = 20)
    {
        _folder.File("train-images-idx3-ubyte", Idx([training, 2, 3], i => (byte)(i / 6 % 3 * 100 + i % 6)));
        _folder.File("train-labels-idx1-ubyte", Idx([training], i => (byte)(i % 3)));
        _folder.File("t10k-images-idx3-ubyte.gz", DataFolder.Gzip(Idx([test, 2, 3], i => (byte)(i / 6 % 3 * 100 + i % 6))));
        _folder.File("t10k-labels-idx1-ubyte.gz", DataFolder.Gzip(Idx([test], i => (byte)(i % 3))));
    }

    [Theory]
    [InlineData("data_batch_2.bin", 100, "DataFileMalformed")]
    [InlineData("train-images-idx3-ubyte", 100, "DataFileMalformed")]
    [InlineData("data_batch_2.bin", 0, "DataFileEmpty")]
    [InlineData("train-images-idx3-ubyte", 0, "DataFileEmpty")]
    public void A_damaged_file_in_a_folder_is_not_passed_over(string name, int bytes, string id)
    {
        if (!name.StartsWith("train", StringComparison.Ordinal))
            _folder.File("data_batch_1.bin", new byte[3073 * 20]);
        _folder.File(name, Enumerable.Repeat((byte)7, bytes).ToArray());

        Assert.Equal(id, DataFolder.Error(_folder.Folder, new ImportOptions()));
    }

    [Fact]
    public void Idx_images_with_black_edges_are_no_batches_of_cifar()
    {
        // A batch of CIFAR-10 has a label below 10 at every 3,073rd byte, as such images may have.
        _folder.File("train-images-idx3-ubyte", Idx([40, 28, 28], i => (byte)(i / 28 % 28 == 14 ? 200 : 0)));
        _folder.File("train-labels-idx1-ubyte", Idx([40], i => (byte)(i % 2)));

        Assert.Equal([1, 28, 28], DataFolder.Import(_folder.Folder, new ImportOptions()).InputShape);
    }

    [Fact]
    public void A_folder_of_idx_files_gives_training_and_test_images()
    {
        WriteDigits();

        Dataset data = DataFolder.Import(_folder.Folder, new ImportOptions());

        Assert.Equal((54, 6, 20), (data.TrainingRows, data.ValidationRows, data.TestRows));
        Assert.Equal([1, 2, 3], data.InputShape);
        Assert.Equal(["0", "1", "2"], data.Classes);
        Assert.Equal("pixel_1_2", data.Preprocessing.Features[5].Name);
        Assert.Equal(["pixel_0_0 … pixel_1_2", "label"], data.Columns.Select(column => column.Name));
        Assert.Equal(6, data.Columns[0].InputCount);
        Assert.Equal("label", data.Target);
        Assert.Equal(103 / 255f, data.Test.Row(1)[3]);
        Assert.Equal(1, data.Test.Label(1));
    }

    [Fact]
    public void Standard_scaling_of_images_uses_the_training_pixels_of_the_channel()
    {
        WriteDigits();

        Dataset data = DataFolder.Import(_folder.Folder, new ImportOptions { Scale = "Standard", ValidationFraction = 0 });

        float[] training = data.Training.Inputs.ToArray();
        Assert.Equal(0, training.Average(), 1e-5);
        Assert.Equal(1, training.Average(x => x * x), 1e-4);
    }

    [Fact]
    public void Images_stay_bytes_whose_inputs_are_those_of_the_scale()
    {
        WriteDigits();
        foreach (string scale in new[] { "MinMax", "Standard", "Robust", "None" })
        {
            Dataset data = DataFolder.Import(
                _folder.Folder,
                new ImportOptions
                {
                    Scale = scale,
                    Balance = "Oversample",
                    SampleFraction = 0.9,
                }
            );

            Assert.IsType<ByteStore>(data.Training.Store);
            // Byte i of image n is n % 3 * 100 + i, and n % 3 is its class.
            float[] inputs = data.Training.Row(4);
            DatasetColumn pixel = data.Preprocessing.Features[2];
            Assert.Equal((float)((data.Training.Label(4) * 100 + 2 - pixel.Offset) / pixel.Divisor), inputs[2]);
        }
    }

    [Fact]
    public void Images_for_prediction_are_prepared_as_the_imported_ones()
    {
        WriteDigits();
        Dataset data = DataFolder.Import(_folder.Folder, new ImportOptions { Scale = "Robust" });
        string images = Path.Combine(_folder.Folder, "t10k-images-idx3-ubyte.gz");

        FormatDetector.Detected found = FormatDetector.Detect(images);
        using RowReader rows = Assert.Single(found.Format.OpenRows(found.Source, new TableOptions()));
        var preparer = new RowPreparer(data.Preprocessing);
        preparer.Bind(rows);
        var inputs = new float[preparer.Width];
        int count = 0;
        for (; rows.Read(); count++)
        {
            rows.Prepare(preparer, inputs);
            if (count == 7)
                Assert.Equal(data.Test.Row(7).ToArray(), inputs);
        }
        Assert.Equal(20, count);
    }

    [Fact]
    public void Cifar_batches_have_their_class_names()
    {
        var batch = new byte[30 * CifarImageSource.RecordBytes];
        for (int i = 0; i < 30; i++)
        {
            batch[i * CifarImageSource.RecordBytes] = (byte)(i % 10);
            batch[i * CifarImageSource.RecordBytes + 1 + 1024 + 33] = 255;
        }
        _folder.File("data_batch_1.bin", batch);
        _folder.File("test_batch.bin", batch);
        _folder.File("batches.meta.txt", "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");

        Dataset data = DataFolder.Import(_folder.Folder, new ImportOptions { ValidationFraction = 0 });

        Assert.Equal([3, 32, 32], data.InputShape);
        Assert.Equal([1024, 1024, 1024, 0], data.Columns.Select(column => column.InputCount));
        Assert.Equal("airplane", data.Classes[0]);
        Assert.Equal((30, 30), (data.TrainingRows, data.TestRows));
        // Channel 1 (green), row 1, column 1.
        int green = data.Preprocessing.Features.ToList().FindIndex(column => column.Name == "c1_pixel_1_1");
        Assert.Equal(1f, data.Training.Row(0)[green]);
        Assert.Equal(1f, data.Training.Row(0).ToArray().Sum());
    }

    [Fact]
    public void Damaged_image_files_are_refused()
    {
        byte[] images = Idx([40, 4, 4], i => (byte)i);
        byte[] labels = Idx([40], i => (byte)(i % 2));
        var options = new ImportOptions();

        string Pair(string name, byte[] pixels, byte[] marks)
        {
            _folder.File($"{name}-labels-idx1-ubyte", marks);
            return _folder.File($"{name}-images-idx3-ubyte", pixels);
        }

        Assert.Equal("DataFileTruncated", DataFolder.Error(Pair("cut", images[..^5], labels), options));
        Assert.Equal("DataFileTruncated", DataFolder.Error(Pair("cutmarks", images, labels[..^5]), options));
        Assert.Equal("DataFileTruncated", DataFolder.Error(Pair("head", images[..9], labels), options));
        Assert.Equal("LabelCountMismatch", DataFolder.Error(Pair("few", images, Idx([39], i => (byte)(i % 2))), options));
        Assert.Equal("TargetConstant", DataFolder.Error(Pair("same", images, Idx([40], _ => 1)), options));
        Assert.Equal("LabelsMissing", DataFolder.Error(_folder.File("lonely-images-idx3-ubyte", images), options));
        byte[] gzip = DataFolder.Gzip(images);
        Assert.Equal("DataFileTruncated", DataFolder.Error(Pair("packed", gzip[..^6], labels), options));
        // A head that promises more than any file holds must not be believed before it is read.
        byte[] liar = Idx([40, 4, 4], i => (byte)i);
        BinaryPrimitives.WriteInt32BigEndian(liar.AsSpan(4), int.MaxValue);
        Assert.Equal("DataFileTruncated", DataFolder.Error(Pair("liar", liar, labels), options));
    }

    [Fact]
    public void Shared_fashion_images_import()
    {
        Dataset data = DataFolder.Import(TestRuntime.SharedData("fashion-mnist/t10k-images-idx3-ubyte.gz"), new ImportOptions());

        Assert.Equal((10_000, 10), (data.Rows, data.Classes.Count));
        Assert.Equal(1000 * 0.2, Enumerable.Range(0, data.TestRows).Count(row => data.Test.Label(row) == 3));
    }
}
