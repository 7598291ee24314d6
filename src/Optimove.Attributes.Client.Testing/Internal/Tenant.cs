namespace Optimove.Attributes.Client.Testing.Internal;

/// <summary>The tenant's attributes, customers and values, and the rules by which accepted calls change them.</summary>
internal sealed class Tenant(OptimoveSimulatorOptions options)
{
    private readonly object _lock = new();
    private readonly List<Field> _fields = [];
    private readonly Dictionary<string, Field> _fieldsByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Dictionary<Field, string?>> _customers = new(StringComparer.Ordinal);
    private readonly List<AddOutcome> _addOutcomes = [];
    private readonly List<UpdateOutcome> _updateOutcomes = [];
    private readonly List<(int ErrorId, Func<string, bool> When)> _rejectedAttributes = [];
    private readonly List<(string Error, Func<string, string, bool> When)> _rejectedValues = [];

    public IReadOnlyList<AttributeSnapshot> Attributes
    {
        get
        {
            lock (_lock)
            {
                return [.. _fields.Select(static entry => entry.Snapshot())];
            }
        }
    }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> Customers
    {
        get
        {
            lock (_lock)
            {
                return _customers.ToDictionary(
                    static customer => customer.Key,
                    static customer => (IReadOnlyDictionary<string, string?>)customer.Value.ToDictionary(
                        static value => value.Key.Name, static value => value.Value, StringComparer.OrdinalIgnoreCase),
                    StringComparer.Ordinal);
            }
        }
    }

    public IReadOnlyList<AddOutcome> AddOutcomes
    {
        get
        {
            lock (_lock)
            {
                return [.. _addOutcomes];
            }
        }
    }

    public IReadOnlyList<UpdateOutcome> UpdateOutcomes
    {
        get
        {
            lock (_lock)
            {
                return [.. _updateOutcomes];
            }
        }
    }

    public void ClearOutcomes()
    {
        lock (_lock)
        {
            _addOutcomes.Clear();
            _updateOutcomes.Clear();
        }
    }

    public void AddCustomer(string customerId)
    {
        lock (_lock)
        {
            _customers.TryAdd(customerId, []);
        }
    }

    public bool TrySeed(string name, string type, SimulatedSource source, bool isOpenForUpdates, string description)
    {
        lock (_lock)
        {
            return FieldType.TryParse(type) is { } parsed
                && TryAdd(new Field(name, parsed, source, description, null, options.TimeProvider.GetUtcNow()) { IsOpenForUpdates = isOpenForUpdates });
        }
    }

    public bool TrySet(string customerId, string name, string? value)
    {
        lock (_lock)
        {
            if (!_fieldsByName.TryGetValue(name, out var field) || (value is not null && !field.Type.Fits(value)))
            {
                return false;
            }

            _customers.TryAdd(customerId, []);
            _customers[customerId][field] = value;
            return true;
        }
    }

    public string? GetValue(string customerId, string name)
    {
        lock (_lock)
        {
            return _customers.TryGetValue(customerId, out var values) && _fieldsByName.TryGetValue(name, out var field)
                ? ValueOf(values, field)
                : null;
        }
    }

    /// <summary>A customer's attributes as they are answered; <see langword="null"/> where there is no such customer.</summary>
    public IReadOnlyList<(AttributeSnapshot Field, string ShownType, string? ShownValue)>? Read(string customerId)
    {
        lock (_lock)
        {
            return _customers.TryGetValue(customerId, out var values)
                ? [.. _fields.Select(field => (field.Snapshot(), field.Type.ShownAs, ValueOf(values, field) is { } value ? field.Type.Show(value) : field.Type.ShownWithoutValue))]
                : null;
        }
    }

    public void RejectAttributes(int errorId, Func<string, bool> when)
    {
        lock (_lock)
        {
            _rejectedAttributes.Add((errorId, when));
        }
    }

    public void RejectValues(string error, Func<string, string, bool> when)
    {
        lock (_lock)
        {
            _rejectedValues.Add((error, when));
        }
    }

    public AddOutcome Add(AddCall call)
    {
        lock (_lock)
        {
            var outcome = new AddOutcome(call.Name, call.CallbackUrl, Decide(call));
            _addOutcomes.Add(outcome);
            return outcome;
        }
    }

    public UpdateOutcome Update(UpdateCall call, string requestId)
    {
        var errors = new List<ValueError>();
        var applied = 0;
        lock (_lock)
        {
            foreach (var (customerId, values) in call.Customers)
            {
                if (!_customers.TryGetValue(customerId, out var held) && options.AcceptUnknownCustomers)
                {
                    _customers.Add(customerId, held = []);
                }

                foreach (var (name, value) in values)
                {
                    if (FindError(held, customerId, name, value) is { } error)
                    {
                        errors.Add(new ValueError(error, customerId, name));
                        continue;
                    }

                    var field = _fieldsByName[name];
                    held![field] = value;
                    field.UpdatedAt = options.TimeProvider.GetUtcNow();
                    applied++;
                }
            }

            var outcome = new UpdateOutcome(requestId, call.CallbackUrl, applied, errors);
            _updateOutcomes.Add(outcome);
            return outcome;
        }
    }

    private static string? ValueOf(Dictionary<Field, string?> values, Field field) =>
        values.TryGetValue(field, out var value) ? value : field.DefaultValue;

    /// <summary>The errorId of an Add call, in the order of the vendor's table; <see langword="null"/> where the attribute was created.</summary>
    private int? Decide(AddCall call)
    {
        if (_rejectedAttributes.Find(rejected => rejected.When(call.Name)) is { When: not null } rejected)
        {
            return rejected.ErrorId;
        }

        if (_fieldsByName.ContainsKey(call.Name))
        {
            return 2;
        }

        if (_fields.Count(static field => field.Source == SimulatedSource.Api) >= options.MaxApiAttributes)
        {
            return 1;
        }

        if (FieldType.TryParse(call.Type) is not { } type)
        {
            return 3;
        }

        if (call.DefaultValue is { } defaultValue && !type.Fits(defaultValue))
        {
            return 4;
        }

        TryAdd(new Field(call.Name, type, SimulatedSource.Api, string.Empty, call.DefaultValue, options.TimeProvider.GetUtcNow()));
        return null;
    }

    private string? FindError(Dictionary<Field, string?>? customer, string customerId, string name, string? value) =>
        _rejectedValues.Find(rejected => rejected.When(customerId, name)) is { When: not null } rejected ? rejected.Error
        : customer is null ? "INVALID_CUSTOMER"
        : !_fieldsByName.TryGetValue(name, out var field) ? "INVALID_FIELD"
        : !field.IsOpenForUpdates ? "UPDATE_FIELD_TEMPORARY_UNAVAILABLE"
        : value is not null && !field.Type.Fits(value) ? "INVALID_VALUE"
        : null;

    private bool TryAdd(Field field)
    {
        if (!_fieldsByName.TryAdd(field.Name, field))
        {
            return false;
        }

        _fields.Add(field);
        return true;
    }

    private sealed class Field(string name, FieldType type, SimulatedSource source, string description, string? defaultValue, DateTimeOffset createdAt)
    {
        public string Name => name;

        public FieldType Type => type;

        public SimulatedSource Source => source;

        public string? DefaultValue => defaultValue;

        public bool IsOpenForUpdates { get; init; } = true;

        public DateTimeOffset? UpdatedAt { get; set; }

        public AttributeSnapshot Snapshot() => new()
        {
            RealFieldName = name,
            Type = type.Name,
            Description = description,
            Source = source,
            DefaultValue = defaultValue,
            IsOpenForUpdates = IsOpenForUpdates,
            CreatedAt = createdAt,
            UpdatedAt = UpdatedAt,
        };
    }
}
