namespace MlOps.Import;

/// <summary>What the rows of one tenant need to know of those that were read before: versions, and predictions that were refused.</summary>
/// <param name="ofNoTenant">That of the rows that name no tenant, for others.</param>
internal sealed class ImportMemory(ImportMemory? ofNoTenant)
{
    // What is beyond it the database refuses itself, when what refers to it is stored.
    private const int MaxRefused = 100_000;

    private readonly HashSet<Guid> _versions = [];
    private readonly HashSet<Guid> _refused = [];
    private readonly Dictionary<string, DateTimeOffset> _servedUntil = [];
    private readonly Dictionary<(string Model, string Version), Guid> _names = [];

    public void AddVersion(Guid id)
    {
        // One batch is made while another one is stored.
        lock (_versions)
            _versions.Add(id);
    }

    /// <summary>For what the database refused.</summary>
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

    public bool IsOfNoTenant(Guid version) => ofNoTenant?.HasVersion(version) ?? false;

    /// <summary>Whether another version of the model was read before by this name.</summary>
    public bool IsNameTaken(string modelName, string version, Guid id)
    {
        _names.TryAdd((modelName, version), id);
        return _names[(modelName, version)] != id;
    }

    public void AddRefusedPrediction(Guid id)
    {
        if (_refused.Count < MaxRefused)
            _refused.Add(id);
    }

    public bool IsRefusedPrediction(Guid id) => _refused.Contains(id);

    /// <summary>
    /// Takes note that a version of a model was promoted, and returns when the one that was promoted after it was: the versions
    /// come in the order of their promotions, the last one first.
    /// </summary>
    public DateTimeOffset? Promoted(string modelName, DateTimeOffset at)
    {
        DateTimeOffset? next = _servedUntil.TryGetValue(modelName, out var known) ? known : null;
        _servedUntil[modelName] = at;
        return next;
    }
}
