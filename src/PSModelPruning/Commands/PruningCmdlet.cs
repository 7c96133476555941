using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Runtime.Options;
using PSModelPruning.Compute.Training;
using PSModelPruning.Views;

namespace PSModelPruning.Commands;

/// <summary>
/// The base of the cmdlets that make a smaller model: their parameters and -Option set the same options, each once.
/// </summary>
public abstract class PruningCmdlet : ModelCmdlet
{
    private readonly Dictionary<string, object?> _options = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _features = [];
    private bool _hasReceived;
    private Model? _givenModel;

    /// <summary>The data to score, fine-tune and measure with; the model's own if not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dataset? Dataset { get; set; }

    /// <summary>Options that are seldom needed, by name.</summary>
    [Parameter]
    [ValidateNotNull]
    [OptionTable]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public Hashtable Option { get; set; } = [];

    /// <summary>The seed of everything random.</summary>
    [Parameter]
    public int Seed
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>Threads for tensor operations; all processors if not given.</summary>
    [Parameter]
    [OptionValue(nameof(PruningOptions.Threads))]
    public int Threads
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>The name of the result.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>What a parameter set; the default of the type if nothing did.</summary>
    private protected T? Get<T>([CallerMemberName] string option = "") =>
        _options.TryGetValue(option, out object? value) ? (T?)value : default;

    /// <summary>Sets the option of the same name as a parameter.</summary>
    private protected void Set(object? value, [CallerMemberName] string parameter = "") => SetOption(parameter, value, parameter);

    /// <summary>Sets an option whose name is not that of the parameter.</summary>
    private protected void SetOption(string option, object? value, [CallerMemberName] string parameter = "")
    {
        Bind(parameter);
        _options[option] = value;
    }

    /// <summary>All that was set, by parameters and by -Option; what the pipeline brings is not in it.</summary>
    private protected PruningOptions Options { get; private set; } = new();

    /// <summary>The features that stay, as they came through the pipeline.</summary>
    private protected IReadOnlyList<string> InputFeatures => _features;

    /// <summary>The model of the command line, where the pipeline brings something else.</summary>
    private protected Model GivenModel => _givenModel ??= OneModel(Given)!;

    /// <summary>Whether the pipeline is there but brought nothing.</summary>
    private protected bool IsPipelineEmpty => HasPipeline && !_hasReceived;

    /// <summary>Reads what was set. What is wrong with it ends the cmdlet before the first model.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Options = Guard(ReadOptions);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _hasReceived = true;
        base.ProcessRecord();
    }

    /// <inheritdoc/>
    private protected override void Take(object? input)
    {
        if (ParameterOf(Bare(input)) is not { } parameter)
        {
            base.Take(input);
            return;
        }
        BindInput(parameter);
        Stop(CommandErrors.InputNeedsModel(input, parameter));
    }

    /// <summary>The commands whose results may come through the pipeline beside -Model; empty where none may.</summary>
    private protected virtual string Beside => "";

    /// <inheritdoc/>
    private protected override string ExpectedInput =>
        Beside.Length == 0 ? Expected : $"{Expected}; beside -Model, the pipeline may bring what {Beside} gives";

    /// <inheritdoc/>
    private protected override void TakeBeside(object? input)
    {
        if (ParameterOf(Bare(input)) is not { } parameter)
        {
            base.TakeBeside(input);
            return;
        }
        BindInput(parameter);
        TakeFor(GivenModel, Bare(input)!);
    }

    /// <summary>The parameter that an object of the pipeline stands for beside a model; null where it stands for none.</summary>
    private protected virtual string? ParameterOf(object? input) => null;

    /// <summary>Takes an object of the pipeline that says how a model of the command line is pruned.</summary>
    private protected virtual void TakeFor(Model model, object input)
    {
        if (input is FeatureImportance feature)
            _features.Add(feature.Feature);
    }

    /// <exception cref="ComputeException"><c>OptionTwice</c>, and those of <see cref="OptionCatalog{TOptions}.Build"/>.</exception>
    private PruningOptions ReadOptions()
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in _options.Concat(Option.Cast<DictionaryEntry>().Select(Entry)))
        {
            OptionDefinition option = OptionCatalog<PruningOptions>.Get(name);
            if (!values.TryAdd(option.Name, Prepared(option, value)))
                throw OptionErrors.Twice(option.Name);
        }
        return OptionCatalog<PruningOptions>.Build(values);
    }

    /// <summary>Prunes, or shows what pruning would do.</summary>
    private protected void Prune(Model model, PruningOptions options)
    {
        ModelPruner pruner = Guard(() => ModelPruners.For(model, options));
        if (ShouldProcess(model.Name, Action(options)))
            WriteObject(RunWork(monitor => pruner.Prune(model, Dataset, options, monitor)));
        else if (MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? whatIf) && (SwitchParameter)whatIf)
            WriteObject(
                RunWork(monitor => pruner.Plan(model, Dataset, options, monitor))
                    .Select(layer => QuantizationView.Tag(layer, options.Quantization.IsWanted)),
                enumerateCollection: true
            );
    }

    private static KeyValuePair<string, object?> Entry(DictionaryEntry entry) => new((string)entry.Key, entry.Value);

    /// <summary>What a user may write in place of an option's own type.</summary>
    private object? Prepared(OptionDefinition option, object? value)
    {
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        return value switch
        {
            SwitchParameter given => (bool)given,
            string text when option.IsPath => FilePaths.Full(this, text, FileErrors.DriveMissing),
            not null and not Compute.Pruning.Networks.Ratios.LayerRatios when option.Type == typeof(LayerRatios) =>
                LayerSparsityArgument.Read(value as object[] ?? [value]),
            not null and not ClassWeightChoice when option.Type == typeof(ClassWeightChoice) => ClassWeightArgument.Read(value),
            string text when option.Type == typeof(IReadOnlyList<int>) => BlockSizeArgument.Read(text),
            object[] items => items.Select(item => item is PSObject inner ? inner.BaseObject : item).ToArray(),
            _ => value,
        };
    }

    private static string Action(PruningOptions options)
    {
        if (QuantizationRules.IsAlone(options))
            return $"Quantize to {options.Quantization.Quantize}";
        string prune =
            !options.Target.IsUnset ? $"Prune to {options.Target}"
            : options.Network.LayerSparsity is null ? "Prune by the method's own rule"
            : $"Prune to {options.Network.LayerSparsity}";
        return options.Quantization.IsWanted ? $"{prune}, then quantize to {options.Quantization.Quantize}" : prune;
    }
}
