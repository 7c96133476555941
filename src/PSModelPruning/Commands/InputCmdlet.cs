using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Commands;

/// <summary>
/// The base of cmdlets that work on one input after another, from the pipeline or from the command line. Everything binds, so that what is
/// wrong with an input is said by the cmdlet, once for that input, and the others are still worked on.
/// </summary>
public abstract class InputCmdlet : ComputeCmdlet
{
    private bool _isGiven;
    private bool _toldOfPlan;

    /// <summary>What the pipeline brings. It also binds beside a parameter that already has its value.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The value of the parameter that takes the input.</summary>
    private protected abstract object? Given { get; }

    /// <summary>The name of that parameter.</summary>
    private protected virtual string GivenName => "Model";

    /// <summary>What may come, as messages say it.</summary>
    private protected virtual string Expected => "a model or the path of a model file";

    /// <summary>What may come through the pipeline, as messages say it.</summary>
    private protected virtual string ExpectedInput => Expected;

    /// <summary>Whether the pipeline brings something.</summary>
    private protected bool HasPipeline => MyInvocation.ExpectingInput;

    /// <summary>Whether the command line has given the input, so that what the pipeline brings is something else.</summary>
    private protected bool IsGiven => _isGiven;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isGiven = !InputText.IsNothing(Given);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!HasPipeline && !_isGiven)
            TakeNothing();
        else if (HasPipeline && _isGiven)
            ForInput(InputObject, TakeBeside);
        else
            foreach (object? item in Items(HasPipeline ? InputObject : Given))
                ForInput(item, Take);
    }

    /// <summary>Works on one input.</summary>
    private protected abstract void Take(object? input);

    /// <summary>Works on what the pipeline brings where the command line has given the input itself.</summary>
    private protected virtual void TakeBeside(object? input) => Stop(CommandErrors.InputBeside(GivenName, input, Expected));

    /// <summary>There is no input at all.</summary>
    private protected virtual void TakeNothing() => Throw(CommandErrors.InputMissing(GivenName, Expected));

    /// <summary>
    /// Works on every model that an input is or names. A plan of -WhatIf is none: it goes on down the pipeline as it is.
    /// </summary>
    private protected void ForEachModel(object? input, Action<Model> work)
    {
        switch (Bare(input))
        {
            case Model model:
                work(model);
                break;
            case string path:
                foreach (string file in FilesOf(path))
                    ForInput(file, _ => work(Load(file)));
                break;
            case FileInfo file:
                work(Load(file.FullName));
                break;
            case PruningLayer:
                if (!_toldOfPlan)
                    WriteWarning(CommandErrors.PlanIsNoModel);
                _toldOfPlan = true;
                WriteObject(input);
                break;
            default:
                Refuse(input);
                break;
        }
    }

    /// <summary>Ends the work on an input that is of no use.</summary>
    [DoesNotReturn]
    private protected void Refuse(object? input) => Throw(CommandErrors.InputUnexpected(input, ExpectedInput));

    private static IEnumerable<object?> Items(object? value) =>
        Bare(value) is IList list ? list.Cast<object?>().SelectMany(Items) : [value];
}
