using System.Collections;
using System.Reflection;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs;
using PSModelPruning.Compute.Storage.Codecs.Trees;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>
/// Documents are apart from the records of the domain. A new property of a record changes no file; these tests fail until somebody has
/// decided whether it is stored (then its document gets a member, and files with it a newer minor version) or not (then it is named here).
/// </summary>
public sealed class DocumentTests
{
    private static readonly Assembly Compute = typeof(Model).Assembly;

    [Fact]
    public void No_document_holds_a_record_of_the_domain()
    {
        var open = new Queue<Type>(Compute.GetTypes().Where(type => type.IsSubclassOf(typeof(PartDocument))).Append(typeof(Manifest)));
        var seen = new HashSet<Type>();
        Assert.True(open.Count >= 11, $"{open.Count}");
        while (open.TryDequeue(out Type? type))
        {
            foreach (PropertyInfo member in type.GetProperties())
            {
                Type held = Held(member.PropertyType);
                bool isPlain = held.IsPrimitive || held.IsEnum || held == typeof(string) || held == typeof(DateTime);
                Assert.True(
                    isPlain || held.Namespace!.StartsWith("PSModelPruning.Compute.Storage", StringComparison.Ordinal),
                    $"{type.Name}.{member.Name} is a {held.FullName}."
                );
                if (!isPlain && seen.Add(held))
                    open.Enqueue(held);
            }
        }
    }

    [Fact]
    public void A_column_comes_back() => AssertKept(Filled<DatasetColumn>(), column => ColumnDocument.Of(column).ToColumn());

    [Fact]
    public void A_preprocessing_comes_back() =>
        AssertKept(Filled<Preprocessing>(), preprocessing => PreprocessingDocument.Of(preprocessing).ToPreprocessing());

    [Fact]
    public void A_report_comes_back() => AssertKept(Filled<PruningReport>(), report => PruningReportDocument.Of(report).ToReport());

    [Fact]
    public void Options_of_trees_come_back() =>
        AssertKept(Tree(), options => TreeOptionsDocument.Read(TreeOptionsDocument.Of(options), Description));

    [Fact]
    public void Options_of_forests_come_back() =>
        AssertKept(Filled<ForestOptions>() with { Tree = Tree(), SampleFraction = 0.5 }, options =>
            ForestOptionsDocument.Of(options).Read(Description)
        );

    [Fact]
    public void Options_of_boosting_come_back() =>
        AssertKept(Filled<BoostingOptions>() with { Tree = Tree() }, options => BoostingOptionsDocument.Of(options).Read(Description));

    [Fact]
    public void Options_of_training_come_back_but_those_of_one_run() =>
        AssertKept(
            Filled<TrainingOptions>(),
            options => TrainingOptionsDocument.Of(options).ToOptions(),
            nameof(TrainingOptions.CheckpointPath),
            nameof(TrainingOptions.Resume)
        );

    [Fact]
    public void An_epoch_comes_back() => AssertKept(Filled<TrainingEpoch>(), epoch => EpochDocument.Of([epoch])[0].ToEpoch());

    [Fact]
    public void An_event_comes_back() =>
        AssertKept(new ModelEvent(new DateTime(2020, 1, 2), "Trained", "So."), change => HistoryDocument.Of([change]).ToHistory().Single());

    /// <summary>Files hold these names: an enumeration may gain a name, and none may go or change.</summary>
    [Theory]
    [InlineData(typeof(LearningTask), "Classification Regression")]
    [InlineData(typeof(ColumnKind), "Number Category Boolean DateTime")]
    [InlineData(typeof(ColumnRole), "Feature Target Excluded")]
    [InlineData(typeof(ColumnEncoding), "None OneHot Ordinal Hash")]
    public void Names_that_files_hold_stay(Type type, string names) =>
        Assert.Superset(names.Split(' ').ToHashSet(), Enum.GetNames(type).ToHashSet());

    private static ModelDescription Description { get; } =
        new()
        {
            Name = "",
            Task = LearningTask.Classification,
            Classes = ["a", "b"],
            Preprocessing = new Preprocessing { Features = [], InputShape = [1] },
        };

    private static TreeOptions Tree() => Filled<TreeOptions>() with { Criterion = "Entropy", ClassWeights = [0.25, 4] };

    private static void AssertKept<T>(T record, Func<T, T> through, params string[] notKept)
    {
        T back = through(record);
        foreach (PropertyInfo property in Stored(typeof(T)))
        {
            if (!notKept.Contains(property.Name))
                Assert.Equivalent(property.GetValue(record), property.GetValue(back), strict: true);
        }
    }

    private static IEnumerable<PropertyInfo> Stored(Type type) =>
        type.GetProperties().Where(property => property.SetMethod is not null && property.GetIndexParameters().Length == 0);

    /// <summary>A record whose every property is something else than its default.</summary>
    private static T Filled<T>() => (T)Fill(typeof(T), 1)!;

    private static object? Fill(Type type, int number)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return $"text {number}";
        if (type == typeof(bool))
            return true;
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1);
        if (type == typeof(DateTime))
            return new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        if (type.IsPrimitive)
            return Convert.ChangeType(number + 2, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
        {
            Type element = type.GetGenericArguments()[0];
            var list = Array.CreateInstance(element, 1);
            list.SetValue(Fill(element, number + 1), 0);
            return list;
        }
        object record = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        int next = number;
        foreach (PropertyInfo property in Stored(type))
            property.SetValue(record, Fill(property.PropertyType, next++));
        return record;
    }

    private static Type Held(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsGenericType ? Held(type.GetGenericArguments()[0]) : type;
    }
}
