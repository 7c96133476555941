using System.Globalization;
using System.Text;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Pruning.Features.Removal;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Storage.Codecs;
using PSModelPruning.Compute.Storage.Formats;
using PSModelPruning.Compute.Tests.Storage;
using PSModelPruning.Compute.Tests.Storage.Golden;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Ensembles;
using PSModelPruning.Compute.Training.Kinds;

namespace PSModelPruning.Compute.Tests.Families;

/// <summary>Every family is complete, and a new one needs no list but the catalog.</summary>
public sealed class ModelFamilyTests
{
    /// <summary>Families that are not trained: ensembles are joined, and rules take the place of other models.</summary>
    private static readonly Type[] NotTrained = [typeof(EnsembleModel), typeof(RuleModel)];

    [Fact]
    public void Every_class_of_models_has_one_family()
    {
        Type[] models = [.. typeof(Model).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Model)) && !type.IsAbstract)];

        Assert.Equal(models.OrderBy(type => type.Name), ModelFamily.All.Select(family => family.ModelType).OrderBy(type => type.Name));
    }

    [Fact]
    public void Every_part_that_the_program_has_is_a_part_of_a_family()
    {
        AssertListed<ModelKind>();
        AssertListed<ModelCodec>();
        AssertListed<PathMethod>("NetworkPathMethod");
        AssertListed<FeatureRemover>("RefittingRemover");
    }

    [Fact]
    public void Every_family_is_stored_and_trained_or_made_from_others()
    {
        foreach (ModelFamily family in ModelFamily.All)
        {
            Assert.Single(family.PartsOf<ModelCodec>());
            Assert.Equal(!NotTrained.Contains(family.ModelType), family.PartsOf<ModelKind>().Any());
            Assert.True(family.PartsOf<FeatureRemover>().Count() <= 1);
        }
        Assert.Equal(ModelCodecCatalog.All.Count, ModelCodecCatalog.All.Select(codec => codec.Family).Distinct().Count());
    }

    [Fact]
    public void Every_family_is_known_by_its_models()
    {
        foreach (string name in GoldenModels.Makers.Keys)
        {
            using Model model = GoldenFile.Current(name).Read();
            ModelFamily family = ModelFamily.Of(model)!;

            Assert.Equal(model.GetType(), family.ModelType);
            Assert.True(family.PartsOf<ModelCodec>().Single().Handles(model));
            Assert.Single(ModelCodecCatalog.All, codec => codec.Handles(model));
            if (!NotTrained.Contains(family.ModelType))
                Assert.Contains(ModelKindCatalog.Of(model), family.PartsOf<ModelKind>());
            Assert.NotNull(FeatureRemovers.For(model));
            Assert.NotEmpty(model.Structure(CultureInfo.InvariantCulture));
            Assert.NotEmpty(ComplexityText.Of(model.Complexity, model.ComplexityUnit));
        }
    }

    [Fact]
    public void A_new_family_is_trained_predicted_with_stored_read_joined_and_compared()
    {
        Dataset data = TreeData.Blobs(classes: 3, training: 60, validation: 20, test: 20);
        ModelKind kind = ToyFamily.Value.PartsOf<ModelKind>().Single();
        var request = new TrainingRequest { Seed = 3, FamilyOptions = [new ToyOptions { Prior = 0 }] };
        var format = new PSModelFormat([.. ModelCodecCatalog.All, .. ToyFamily.Value.PartsOf<ModelCodec>()]);

        Model toy = kind.Train(data, request, SilentMonitor.Instance);
        Model tree = ModelKindCatalog.Get("Tree").Train(data, new TrainingRequest(), SilentMonitor.Instance);
        Model joined = ModelJoiner.Join([toy, tree], new JoinOptions(), SilentMonitor.Instance);
        Model read = Read(format, Save(format, toy)),
            readJoined = Read(format, Save(format, joined));

        float[] shares = [.. Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, 60).Count(row => data.Training.Label(row) == c) / 60f)];
        Assert.Equal(shares, Samples.Predict(read, rows: 1));
        Assert.Equal(Samples.Predict(joined), Samples.Predict(readJoined));
        Assert.NotEqual(Samples.Predict(tree), Samples.Predict(joined));
        Assert.Equal("3 shares", read.Structure(CultureInfo.InvariantCulture));
        IReadOnlyList<ModelComparison> comparison = ModelComparer.Compare(
            [tree, toy],
            new ComparisonOptions { Partition = PartitionName.Test },
            SilentMonitor.Instance
        );
        Assert.Equal(["Tree", "Toy"], comparison.Select(model => model.Kind));
        Assert.Equal(("shares", 3L), (comparison[1].ComplexityUnit, comparison[1].Complexity));
        Assert.True(comparison[0].Accuracy > comparison[1].Accuracy);
    }

    [Fact]
    public void A_file_of_a_family_that_is_not_listed_is_refused()
    {
        var format = new PSModelFormat([.. ToyFamily.Value.PartsOf<ModelCodec>()]);
        Model toy = ToyFamily.Value.PartsOf<ModelKind>().Single().Train(TreeData.Blobs(), new TrainingRequest(), SilentMonitor.Instance);
        byte[] file = Save(format, toy);

        Assert.Equal("ModelFileCorrupt", Samples.LoadError(file));
        Assert.Equal("ModelFormatUnsupported", Assert.Throws<ComputeException>(() => Samples.Save(toy)).ErrorId);
        byte[] damaged = ForgedFile.Rebuild(file, parts => parts["toy.json"] = Encoding.UTF8.GetBytes("""{"shares":[0,1,0],"more":1}"""));
        Assert.Equal("ModelFileCorrupt", Assert.Throws<ComputeException>(() => Read(format, damaged)).ErrorId);
    }

    /// <summary>Each class that can be made without arguments is in the catalog.</summary>
    private static void AssertListed<TPart>(params string[] butThese) =>
        Assert.Empty(
            typeof(Model)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(TPart)) && !type.IsAbstract && !butThese.Contains(type.Name))
                .Except(ModelFamily.PartsOfAll<TPart>().Select(part => part!.GetType()))
        );

    private static byte[] Save(PSModelFormat format, Model model)
    {
        using var stream = new MemoryStream();
        format.Write(model, stream, SilentMonitor.Instance);
        return stream.ToArray();
    }

    private static Model Read(PSModelFormat format, byte[] file) =>
        format.Read(new MemoryStream(file), "toy.psmodel", ModelReadOptions.None, SilentMonitor.Instance);
}
