namespace PSModelPruning.Compute.Networks;

/// <summary>
/// Which channels belong together. Every channel of every activation and every slice of every parameter axis is one element; operators
/// couple elements that can only be removed together, and fix those that must stay. The connected sets are the units of structured
/// pruning: one unit of a convolution is its filter, its bias, the BatchNormalization entries and every slice of later weights that reads
/// it.
/// </summary>
/// <remarks>
/// Because the coupling is per index, concatenation (an offset), flattening (a channel owns a block of columns), depthwise and grouped
/// convolutions, residual additions and shared weights need no rule beyond their operator's own. Union-find; near-linear in the number
/// of elements.
/// </remarks>
internal sealed class ChannelRelations
{
    private readonly Dictionary<string, ChannelSpace> _values = [];
    private readonly Dictionary<(string Parameter, int Axis), int> _parameterAxes = [];
    private readonly Dictionary<(string Parameter, int Axis), SliceRole> _roles = [];
    private readonly List<int> _parents = [];
    private readonly List<string?> _fixed = [];
    private readonly IReadOnlyDictionary<string, long[]> _shapes;

    /// <param name="shapes">The shape of every value and parameter of the graph, batch dimension included.</param>
    internal ChannelRelations(IReadOnlyDictionary<string, long[]> shapes) => _shapes = shapes;

    /// <summary>The shape of a value or parameter.</summary>
    internal long[] Shape(string name) => _shapes[name];

    /// <summary>True where the name is an activation that was already declared (so not a parameter).</summary>
    internal bool IsActivation(string name) => _values.ContainsKey(name);

    /// <summary>The channels of an activation.</summary>
    internal ChannelSpace Value(string name) => _values[name];

    /// <summary>Declares the channels of a new activation.</summary>
    /// <param name="name">The activation.</param>
    /// <param name="axis">The axis that its channels lie on: 1 for <c>[rows, channels, …]</c>, the last for sequences <c>[rows, steps,
    /// channels]</c>.</param>
    internal ChannelSpace Declare(string name, int axis)
    {
        int count = checked((int)_shapes[name][axis]);
        var space = new ChannelSpace(axis, NewElements(count), count);
        _values.Add(name, space);
        return space;
    }

    /// <summary>Declares an activation that has the very channels of another one (an elementwise operator).</summary>
    internal ChannelSpace DeclareSame(string name, string like) => DeclareSame(name, _values[like]);

    /// <summary>Declares an activation that has the given channels, on another axis if wanted.</summary>
    internal ChannelSpace DeclareSame(string name, ChannelSpace like, int? axis = null)
    {
        ChannelSpace space = like with { Axis = axis ?? like.Axis };
        _values.Add(name, space);
        return space;
    }

    /// <summary>Declares an activation whose channels cannot be followed, so that all of them must stay.</summary>
    internal ChannelSpace DeclareFixed(string name, int axis, string reason)
    {
        ChannelSpace space = Declare(name, axis);
        Fix(space, reason);
        return space;
    }

    /// <summary>The first element of a parameter's axis: slice i of the axis is element <c>first + i</c>.</summary>
    internal int ParameterAxis(string parameter, int axis)
    {
        if (!_parameterAxes.TryGetValue((parameter, axis), out int first))
        {
            first = NewElements(checked((int)_shapes[parameter][axis]));
            _parameterAxes.Add((parameter, axis), first);
        }
        return first;
    }

    /// <summary>
    /// Couples channel i of the activation with slice i of the parameter's axis, for every i. Does nothing for "" (left out).
    /// </summary>
    /// <param name="channels">The channels of the activation.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="axis">The axis of the parameter; as long as there are channels.</param>
    /// <param name="role">What the slices do for their channel.</param>
    internal void CoupleParameter(ChannelSpace channels, string parameter, int axis, SliceRole role = SliceRole.Companion)
    {
        if (parameter.Length == 0)
            return;
        SetRole(parameter, axis, role);
        int first = ParameterAxis(parameter, axis);
        for (int i = 0; i < channels.Count; i++)
            Couple(channels.First + i, first + i);
    }

    /// <summary>The two elements can only be removed together.</summary>
    internal void Couple(int a, int b)
    {
        a = Root(a);
        b = Root(b);
        if (a == b)
            return;
        if (a > b)
            (a, b) = (b, a);
        _parents[b] = a;
        _fixed[a] ??= _fixed[b];
    }

    /// <summary>The element must stay.</summary>
    /// <param name="element">The element.</param>
    /// <param name="reason">Why, for the report: "the network's output".</param>
    internal void Fix(int element, string reason) => _fixed[Root(element)] ??= reason;

    /// <summary>All channels of the activation must stay.</summary>
    internal void Fix(ChannelSpace channels, string reason)
    {
        for (int i = 0; i < channels.Count; i++)
            Fix(channels.First + i, reason);
    }

    /// <summary>All slices of the parameter's axis must stay.</summary>
    internal void FixParameter(string parameter, int axis, string reason)
    {
        int first = ParameterAxis(parameter, axis);
        for (int i = 0; i < _shapes[parameter][axis]; i++)
            Fix(first + i, reason);
    }

    /// <summary>States what the slices of a parameter's axis do. A role that was stated before stays where it says more.</summary>
    internal void SetRole(string parameter, int axis, SliceRole role) =>
        _roles[(parameter, axis)] = (SliceRole)Math.Max((int)role, (int)Role(parameter, axis));

    /// <summary>What the slices of a parameter's axis do.</summary>
    internal SliceRole Role(string parameter, int axis) => _roles.GetValueOrDefault((parameter, axis));

    /// <summary>The representative of the set that the element belongs to.</summary>
    internal int Root(int element)
    {
        while (_parents[element] != element)
        {
            _parents[element] = _parents[_parents[element]];
            element = _parents[element];
        }
        return element;
    }

    /// <summary>Why the element's set must stay, or null where it may go.</summary>
    internal string? FixedReason(int element) => _fixed[Root(element)];

    /// <summary>Every declared activation.</summary>
    internal IReadOnlyDictionary<string, ChannelSpace> Values => _values;

    /// <summary>Every parameter axis that an operator related to channels, with its first element.</summary>
    internal IReadOnlyDictionary<(string Parameter, int Axis), int> ParameterAxes => _parameterAxes;

    private int NewElements(int count)
    {
        int first = _parents.Count;
        for (int i = 0; i < count; i++)
        {
            _parents.Add(first + i);
            _fixed.Add(null);
        }
        return first;
    }
}

/// <summary>The channels of one activation.</summary>
/// <param name="Axis">The axis they lie on, counting the batch as axis 0.</param>
/// <param name="First">The element of channel 0.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct ChannelSpace(int Axis, int First, int Count);
