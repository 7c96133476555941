using System.Diagnostics;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;
using static PSModelPruning.Compute.Tests.Storage.Onnx.OnnxFileBuilder;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>Files that are damaged or mean harm end in an error of their own, soon and without much memory.</summary>
public sealed class BadOnnxFileTests : OnnxTests
{
    private static readonly string[] Ids =
    [
        "ModelFileCorrupt",
        "ModelFileTooLarge",
        "ModelFileUnsafePath",
        "ModelFileNotFound",
        "OnnxVersionUnsupported",
        "OnnxOperatorsUnsupported",
        "OnnxModelUnsupported",
    ];

    [Fact]
    public void TruncatedAnywhere_IsAnError()
    {
        byte[] file = Sample();

        for (int length = 0; length < file.Length; length++)
            Assert.Contains(Refused(file[..length]).ErrorId, Ids);
    }

    [Fact]
    public void TenThousandFlippedBytes_GiveAModelOrAnErrorOfTheFile()
    {
        byte[] file = Sample();
        var random = new Random(1);
        var clock = Stopwatch.StartNew();
        int refused = 0;

        for (int i = 0; i < 10_000; i++)
        {
            byte[] damaged = [.. file];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                Load(damaged);
            }
            catch (ComputeException e)
            {
                Assert.Contains(e.ErrorId, Ids);
                refused++;
            }
        }

        Assert.InRange(refused, 2000, 9_999);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), $"It took {clock.Elapsed}.");
    }

    [Theory]
    [InlineData(1UL << 62)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 31)]
    [InlineData(1UL << 32)]
    public void ALengthBeyondTheFile_IsAnError_AndNotCutTo32Bits(ulong length)
    {
        byte[] file = new WireWriter().Integer(1, 8).Tag(7, 2).Varint(length).ToArray();

        ComputeException error = Refused(file);

        Assert.Equal("ModelFileCorrupt", error.ErrorId);
        Assert.Contains("are left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMillionNodes_AreRefused_BeforeTheyAreRead()
    {
        byte[] node = new WireWriter().Message(1, new WireWriter().Text(4, "Relu")).ToArray();
        byte[] graph = [.. Enumerable.Range(0, 1_000_000).SelectMany(_ => node)];
        byte[] file = new WireWriter().Integer(1, 8).Bytes(7, graph).ToArray();

        Assert.Equal("ModelFileTooLarge", Refused(file).ErrorId);
    }

    [Theory]
    [InlineData(8, 27, 3)]
    [InlineData(8, 5, 3)]
    [InlineData(14, 17, 3)]
    [InlineData(2, 17, 3)]
    [InlineData(8, 17, 6)]
    public void VersionsThatAreNotKnown_AreRefused(long ir, long opset, long ml)
    {
        byte[] file = Stump(
            builder: new OnnxFileBuilder
            {
                Ir = ir,
                Opset = opset,
                MlOpset = ml,
            }
        );

        Assert.Equal("OnnxVersionUnsupported", Refused(file).ErrorId);
    }

    [Fact]
    public void ACycle_IsAnError()
    {
        byte[] byParent = new TreeFile()
            .Tree()
            .Split(0, 0, "BRANCH_LEQ", 1, 1, 2)
            .Split(1, 0, "BRANCH_LEQ", 1, 0, 2)
            .Leaf(2, (0, 1))
            .Regressor(1);
        byte[] apart = new TreeFile()
            .Tree()
            .Leaf(9, (0, 1))
            .Tree()
            .Split(0, 0, "BRANCH_EQ", 1, 2, 1)
            .Split(1, 0, "BRANCH_EQ", 1, 2, 3)
            .Split(3, 0, "BRANCH_EQ", 1, 2, 1)
            .Leaf(2, (0, 1))
            .Regressor(1);

        Assert.Contains("cycle", Refused(byParent).Message, StringComparison.Ordinal);
        Assert.Contains("cycle", Refused(apart).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChildrenColumnsAndClassesThatAreNotThere_AreErrors()
    {
        ComputeException child = Refused(new TreeFile().Tree().Split(0, 0, "BRANCH_LEQ", 1, 1, 7).Leaf(1, (0, 1)).Regressor(1));
        ComputeException column = Refused(
            new TreeFile().Tree().Split(0, 2_000_000_000, "BRANCH_LEQ", 1, 1, 2).Leaf(1, (0, 1)).Leaf(2, (0, 1)).Regressor(1)
        );
        ComputeException target = Refused(new TreeFile().Tree().Leaf(0, (5, 1)).Regressor(1));
        ComputeException leaf = Refused(new TreeFile().Tree().Leaf(0, (0, 1)).Number(0, 4, 0, 1).Regressor(1));
        ComputeException mode = Refused(
            new TreeFile().Tree().Split(0, 0, "BRANCH_SIDEWAYS", 1, 1, 2).Leaf(1, (0, 1)).Leaf(2, (0, 1)).Regressor(1)
        );

        Assert.Contains("which is not there", child.Message, StringComparison.Ordinal);
        Assert.Contains("column", column.Message, StringComparison.Ordinal);
        Assert.Contains("target 5", target.Message, StringComparison.Ordinal);
        Assert.Contains("which is not there", leaf.Message, StringComparison.Ordinal);
        Assert.Contains("BRANCH_SIDEWAYS", mode.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MembersOfSets_AreRefusedByName() =>
        Assert.Contains(
            "BRANCH_MEMBER",
            Refused(new TreeFile().Tree().Split(0, 0, "BRANCH_MEMBER", 1, 1, 2).Leaf(1, (0, 1)).Leaf(2, (0, 1)).Regressor(1)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void EqualityThatWouldGrowWithoutEnd_IsRefused()
    {
        TreeFile trees = new TreeFile().Tree();
        for (int i = 0; i < 60; i++)
            trees.Split(2 * i, 0, "BRANCH_EQ", i, 2 * i + 1, 2 * i + 2).Leaf(2 * i + 1, (0, i));
        trees.Leaf(120, (0, -1));

        Assert.Equal("ModelFileTooLarge", Refused(trees.Regressor(1)).ErrorId);
    }

    [Fact]
    public void ATensorThatIsNotThere_IsAnError()
    {
        byte[] file = new OnnxFileBuilder()
            .Input("X", Float, 0, 2)
            .Output("Y", Float, 0, 1)
            .Node("ArrayFeatureExtractor", Ml, ["X", "nowhere"], ["some"])
            .Node("LinearRegressor", Ml, ["some"], ["Y"], ("coefficients", new[] { 1f }), ("intercepts", new[] { 0f }))
            .Build();

        Assert.Contains("'nowhere'", Refused(file).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../numbers.bin", "ModelFileUnsafePath")]
    [InlineData("/etc/passwd", "ModelFileUnsafePath")]
    [InlineData("folder/numbers.bin", "ModelFileUnsafePath")]
    [InlineData("C:\\numbers.bin", "ModelFileUnsafePath")]
    [InlineData("..", "ModelFileUnsafePath")]
    [InlineData("", "ModelFileUnsafePath")]
    [InlineData("absent.bin", "ModelFileNotFound")]
    [InlineData("short.bin", "ModelFileCorrupt")]
    public void NumbersInOtherFiles_ComeFromTheSameFolderOnly(string location, string error)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "short.bin"), new byte[7]);
            string path = Path.Combine(folder, "model.onnx");
            File.WriteAllBytes(path, External(location));

            Assert.Equal(error, Assert.Throws<ComputeException>(() => ModelFile.Load(path, SilentMonitor.Instance)).ErrorId);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void NumbersInAFileBeside_AreRead()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllBytes(
                Path.Combine(folder, "numbers.bin"),
                [0, 0, 0, 0, .. BitConverter.GetBytes(2f), .. BitConverter.GetBytes(4f)]
            );
            string path = Path.Combine(folder, "model.onnx");
            File.WriteAllBytes(path, External("numbers.bin"));
            Model model = ModelFile.Load(path, SilentMonitor.Instance);

            Assert.Equal([0.5, 0.25], model.Preprocessing.Features.Select(feature => feature.Divisor));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void OtherFiles_KeepTheirError() =>
        Assert.Contains("is not a model file", Refused("hello, world: no model"u8.ToArray()).Message, StringComparison.Ordinal);

    /// <summary>Two columns multiplied with two numbers of another file, from its fifth byte on.</summary>
    private static byte[] External(string location)
    {
        WireWriter tensor = new WireWriter()
            .Integers(1, [2])
            .Integer(2, 1)
            .Message(13, new WireWriter().Text(1, "location").Text(2, location))
            .Message(13, new WireWriter().Text(1, "offset").Text(2, "4"))
            .Message(13, new WireWriter().Text(1, "length").Text(2, "8"))
            .Integer(14, 1);
        return new OnnxFileBuilder()
            .Input("X", Float, 0, 2)
            .Output("Y", Float, 0, 1)
            .Initializer("scale", tensor)
            .Node("Mul", "", ["X", "scale"], ["some"])
            .Node("LinearRegressor", Ml, ["some"], ["Y"], ("coefficients", new[] { 1f, 2f }), ("intercepts", new[] { 0f }))
            .Build();
    }

    private static byte[] Stump(OnnxFileBuilder builder) =>
        new TreeFile().Tree().Split(0, 0, "BRANCH_LEQ", 1, 1, 2).Leaf(1, (0, 1)).Leaf(2, (0, 2)).Regressor(1, builder: builder);

    private static byte[] Sample()
    {
        var random = new Random(4);
        var trees = new TreeFile();
        for (int i = 0; i < 3; i++)
            trees.Random(random, 2, 3, ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_EQ"], r => [(0, (float)(r.NextDouble() - 0.5))]);
        return trees.Classifier(3, ["no", "yes"], "LOGISTIC", [0.5f]);
    }
}
