using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Networks.Presets;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.LearningRates;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class CatalogErrorsTests
{
    private static readonly Dictionary<string, Func<string, object>> Lookups = new()
    {
        ["Standart"] = ScaleCatalog.Find,
        ["Medain"] = MissingCatalog.Find,
        ["OneHott"] = name => EncodeCatalog.Find(name),
        ["LeNet30"] = PresetCatalog.Get,
        ["Softt"] = VotingCatalog.Canonical,
        ["Euclidian"] = DistanceCatalog.Get,
        ["Distanc"] = NeighborWeightingCatalog.Get,
        ["Netwrok"] = ModelKindCatalog.Get,
        ["Cosin"] = LearningRateScheduleCatalog.Get,
        ["Permutatoin"] = ScorerCatalog.Get,
        ["Magnitud"] = CriterionCatalog.Get,
        ["Channle"] = GranularityCatalog.Get,
        ["Graduell"] = PruningScheduleCatalog.Get,
    };

    public static TheoryData<string> Names => [.. Lookups.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_that_no_variant_has_is_one_error_in_all_families(string name)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => Lookups[name](name));

        Assert.Equal("VariantUnknown", error.ErrorId);
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
        Assert.StartsWith($"'{name}' is not a known ", error.Message);
        Assert.Contains("Did you mean", error.Message);
        Assert.Contains("Known: ", error.Message);
    }
}
