namespace MlOps.Import;

/// <summary>The schema by which the documents of a service are read, so that its predictions hold features as arrays.</summary>
/// <param name="ServiceName">The service, by the name that its imported predictions have.</param>
/// <param name="SchemaName">The schema. Each tenant has its own one of that name.</param>
/// <param name="Version">The version of the schema; null for the newest one that the tenant has.</param>
public sealed record ImportFeatures(string ServiceName, string SchemaName, int? Version = null)
{
    internal string SchemaText => $"schema '{SchemaName}'{(Version is { } version ? $" version {version}" : "")}";
}
