namespace Optimove.Attributes.Client;

/// <summary>What is remembered of a call that waits for its outcome: ids and names, not values.</summary>
internal sealed class SentValues
{
    private readonly string[] _customerIds;
    private readonly string[][] _names;

    public SentValues(IReadOnlyList<CustomerUpdate> updates)
    {
        _customerIds = new string[updates.Count];
        _names = new string[updates.Count][];
        for (var position = 0; position < updates.Count; position++)
        {
            _customerIds[position] = updates[position].CustomerId;

            _names[position] = updates[position].ListNames(position > 0 ? _names[position - 1] : null);
        }
    }

    /// <summary>The values that are not confirmed, in the order of the input.</summary>
    public IReadOnlyList<ValueOutcome> FindProblems(UpdateAttributesOutcome outcome, bool unlistedMeansApplied)
    {
        var rejected = FindRejected(outcome.Errors);

        // An outcome that fails without saying what, or for something that is nobody's, says nothing about the values that it does not list.
        var isUnclear = !outcome.IsSuccess
            && (!unlistedMeansApplied || outcome.Errors.Count == 0 || outcome.Errors.Any(static error => error.CustomerId is null));
        return Collect((position, index) => rejected.TryGetValue((position, index), out var error) || rejected.TryGetValue((position, -1), out error)
            ? Problem(position, index, DeliveryState.Rejected, error)
            : isUnclear ? Problem(position, index, DeliveryState.Unconfirmed, reason: UnconfirmedReason.UnclearOutcome) : null);
    }

    /// <summary>All values, as nobody said anything of them; those without the ones that are there after all.</summary>
    public IReadOnlyList<ValueOutcome> AllUnconfirmed(UnconfirmedReason reason, Func<int, string, bool>? isThere = null) => Collect((position, index) =>
        isThere?.Invoke(position, _names[position][index]) == true ? null : Problem(position, index, DeliveryState.Unconfirmed, reason: reason));

    /// <summary>The names of which every value was rejected.</summary>
    public IReadOnlySet<string> FindRejectedNames(IReadOnlyList<ValueOutcome> problems)
    {
        var rejected = problems.Where(static problem => problem.State == DeliveryState.Rejected)
            .GroupBy(static problem => problem.RealFieldName, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.OrdinalIgnoreCase);
        if (rejected.Count == 0)
        {
            return new HashSet<string>();
        }

        var others = _names.SelectMany(static names => names).Where(name => rejected.ContainsKey(name)).GroupBy(static name => name, StringComparer.OrdinalIgnoreCase);
        return others.Where(group => group.Count() == rejected[group.Key]).Select(static group => group.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private ValueOutcome Problem(int position, int index, DeliveryState state, UpdateErrorCode? error = null, UnconfirmedReason? reason = null) => new()
    {
        Position = position,
        CustomerId = _customerIds[position],
        RealFieldName = _names[position][index],
        State = state,
        Error = error,
        Reason = reason,
    };

    private List<ValueOutcome> Collect(Func<int, int, ValueOutcome?> problemOf)
    {
        var problems = new List<ValueOutcome>();
        for (var position = 0; position < _names.Length; position++)
        {
            for (var index = 0; index < _names[position].Length; index++)
            {
                if (problemOf(position, index) is { } problem)
                {
                    problems.Add(problem);
                }
            }
        }

        return problems;
    }

    /// <summary>The first error of each value, by the positions of its customer and its name; -1 stands for all names. One that names nothing of ours is nobody's.</summary>
    private Dictionary<(int Position, int Index), UpdateErrorCode> FindRejected(IReadOnlyList<UpdateError> errors)
    {
        var rejected = new Dictionary<(int, int), UpdateErrorCode>();
        if (errors.Count == 0)
        {
            return rejected;
        }

        var positions = new Dictionary<string, int>(_customerIds.Length, StringComparer.Ordinal);
        for (var position = 0; position < _customerIds.Length; position++)
        {
            positions[_customerIds[position]] = position;
        }

        foreach (var error in errors)
        {
            if (error.CustomerId is not { } customerId || !positions.TryGetValue(customerId, out var position))
            {
                continue;
            }

            var index = error.RealFieldName is { } name ? Array.FindIndex(_names[position], own => own.Equals(name, StringComparison.OrdinalIgnoreCase)) : -1;
            if (index >= 0 || error.RealFieldName is null)
            {
                rejected.TryAdd((position, index), error.Error);
            }
        }

        return rejected;
    }
}
