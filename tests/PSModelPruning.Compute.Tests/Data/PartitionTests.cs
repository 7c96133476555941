using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class PartitionTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A table of n rows: x = row, kind a/b/c in turn, y = yes every fourth row.</summary>
    private string Plain(int rows = 100) =>
        _folder.File(
            "plain.csv",
            "x,kind,y\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{"abc"[i % 3]},{(i % 4 == 0 ? "yes" : "no")}\n"))
        );

    [Fact]
    public void Partitions_have_the_sizes_asked_for_and_keep_the_classes_proportions()
    {
        Dataset data = DataFolder.Import(TestRuntime.ExampleData("digits.csv"), new ImportOptions { Target = "digit", Seed = 1 });

        Assert.Equal((1258, 180, 359), (data.TrainingRows, data.ValidationRows, data.TestRows));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], data.Classes);
        foreach (Partition partition in new[] { data.Training, data.Validation, data.Test })
        {
            var counts = new int[10];
            for (int row = 0; row < partition.RowCount; row++)
                counts[partition.Label(row)]++;
            Assert.True(counts.Max() - counts.Min() <= 0.1 * partition.RowCount / 10 + 2, string.Join(' ', counts));
        }
    }

    [Fact]
    public void Statistics_come_from_the_training_partition_alone()
    {
        // The test file's values are far away; were they looked at, mean and deviation would show it.
        string train = _folder.File("train.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 10},{i % 2}\n")));
        string test = _folder.File("test.csv", "x,y\n1000,0\n2000,1\n");

        Dataset data = DataFolder.Import(train, new ImportOptions { Target = "y", ValidationFraction = 0 }, test);

        Assert.Equal(40, data.TrainingRows);
        Assert.Equal(4.5, data.Columns[0].Offset, 12);
        Assert.Equal(Math.Sqrt(8.25), data.Columns[0].Divisor, 12);
        Assert.Equal((float)((1000 - 4.5) / Math.Sqrt(8.25)), data.Test.Row(0)[0]);
        Assert.Equal(0, Enumerable.Range(0, 40).Average(row => data.Training.Row(row)[0]), 1e-6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_data_and_another_seed_other_partitions()
    {
        string path = Plain();
        Dataset a = DataFolder.Import(path, new ImportOptions { Target = "y", Seed = 3 });
        Dataset b = DataFolder.Import(path, new ImportOptions { Target = "y", Seed = 3 });
        Dataset c = DataFolder.Import(path, new ImportOptions { Target = "y", Seed = 4 });

        Assert.Equal(a.Hash, b.Hash);
        Assert.NotEqual(a.Hash, c.Hash);
        Assert.Equal(64, a.Hash.Length);
    }

    [Fact]
    public void Duplicates_are_dropped_but_one()
    {
        string path = _folder.File(
            "twice.csv",
            "x,z,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 20},{"ab"[i % 2]},{i % 2}\n"))
        );

        Assert.Equal(60, DataFolder.Import(path, new ImportOptions { Target = "y" }).Rows);
        Assert.Equal(20, DataFolder.Import(path, new ImportOptions { Target = "y", Duplicates = "Drop" }).Rows);
    }

    [Fact]
    public void A_sample_and_balancing_change_the_training_partition_only()
    {
        string path = Plain(400);
        var options = new ImportOptions { Target = "y", Seed = 2 };
        Dataset all = DataFolder.Import(path, options);
        Dataset half = DataFolder.Import(path, options with { SampleFraction = 0.5 });
        Dataset grown = DataFolder.Import(path, options with { Balance = "Oversample" });
        Dataset shrunk = DataFolder.Import(path, options with { Balance = "Undersample" });

        Assert.Equal((280, 140), (all.TrainingRows, half.TrainingRows));
        Assert.Equal((all.ValidationRows, all.TestRows), (half.ValidationRows, half.TestRows));
        Assert.Equal((420, 140), (grown.TrainingRows, shrunk.TrainingRows));
        Assert.Equal(210, Enumerable.Range(0, 420).Count(row => grown.Training.Label(row) == 0));
        Assert.Equal(70, Enumerable.Range(0, 140).Count(row => shrunk.Training.Label(row) == 0));
        Assert.Equal(all.TestRows, grown.TestRows);
    }
}
