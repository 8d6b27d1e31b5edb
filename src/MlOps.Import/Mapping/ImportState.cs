namespace MlOps.Import.Mapping;

/// <summary>What the rows of a tenant need to know about the rows before them.</summary>
/// <param name="withoutTenant">The state of the rows that name no tenant; null for these rows themselves.</param>
/// <param name="schemas">The schemas by which documents of the tenant are read.</param>
/// <param name="sourceSchemas">The schemas that the source has itself; null if it has no table of them.</param>
internal sealed class ImportState(ImportState? withoutTenant, ServiceSchemas schemas, SourceSchemas? sourceSchemas)
{
    // Feedback and shadow scores of any further one are refused by the database, when they are stored.
    private const int MaxRefusedPredictions = 100_000;

    // Two threads use these, since a batch is mapped while another one is stored.
    private readonly HashSet<Guid> _versions = [];

    private readonly HashSet<Guid> _refusedPredictions = [];
    private readonly Dictionary<string, DateTimeOffset> _lastPromotions = [];
    private readonly Dictionary<(string Model, string Version), Guid> _names = [];
    private readonly Dictionary<(Type Type, string Name), string> _tablesOfNames = [];

    public ServiceSchemas Schemas => schemas;

    public SourceSchemas? SourceSchemas => sourceSchemas;

    public ImportedReferences References { get; } = new();

    public void AddVersion(Guid id)
    {
        lock (_versions)
            _versions.Add(id);
    }

    public void RemoveVersion(Guid id)
    {
        lock (_versions)
            _versions.Remove(id);
    }

    public bool HasVersion(Guid id)
    {
        lock (_versions)
            return _versions.Contains(id);
    }

    public bool HasVersionWithoutTenant(Guid id) => withoutTenant?.HasVersion(id) ?? false;

    /// <summary>Remembers the name of a version; false if another version of the model has it.</summary>
    public bool TryAddName(string model, string version, Guid id) =>
        _names.TryAdd((model, version), id) || _names[(model, version)] == id;

    /// <summary>Whether no table before has a row for the name. Of two that tell about one model, the first one knows more.</summary>
    public bool IsFirst(string table, Type type, string name) =>
        _tablesOfNames.TryAdd((type, name), table) || _tablesOfNames[(type, name)] == table;

    public void AddRefusedPrediction(Guid id)
    {
        if (_refusedPredictions.Count < MaxRefusedPredictions)
            _refusedPredictions.Add(id);
    }

    public bool IsRefusedPrediction(Guid id) => _refusedPredictions.Contains(id);

    /// <summary>
    /// Remembers the promotion of a version, and returns when the next version of the model was promoted. The versions are
    /// read in the order of their promotions, the latest one first.
    /// </summary>
    public DateTimeOffset? AddPromotion(string model, DateTimeOffset at)
    {
        DateTimeOffset? next = _lastPromotions.TryGetValue(model, out var last) ? last : null;
        _lastPromotions[model] = at;
        return next;
    }
}
