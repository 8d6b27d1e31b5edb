namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The journals of several tenants: below a root, each has a directory named by its id.</summary>
internal static class TenantJournals
{
    public static string? DirectoryOf(PredictionWriterOptions options, Guid tenantId) =>
        options.JournalDirectory is { } root ? Path.Combine(root, tenantId.ToString()) : null;

    /// <summary>The tenants whose journals have something of an earlier process.</summary>
    public static IReadOnlyList<Guid> FindTenants(PredictionWriterOptions options) =>
        options.Durability == Durability.Journal && Directory.Exists(options.JournalDirectory)
            ?
            [
                .. Directory.EnumerateDirectories(options.JournalDirectory)
                    .Where(directory => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
                        .Any(file => Path.GetExtension(file) is ".journal" or ".record"))
                    .Select(directory => Guid.TryParse(Path.GetFileName(directory), out var tenantId) ? tenantId : Guid.Empty)
                    .Where(tenantId => tenantId != Guid.Empty),
            ]
            : [];
}
