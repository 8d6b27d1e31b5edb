namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The journals of several tenants: below a root, each has a directory named by its id.</summary>
internal static class TenantJournals
{
    /// <summary>The options of the writer of one tenant.</summary>
    public static PredictionWriterOptions OptionsOf(PredictionWriterOptions options, Guid tenantId) =>
        options.WithJournalDirectory(options.JournalDirectory is { } root ? Path.Combine(root, tenantId.ToString()) : null);

    /// <summary>The tenants with a journal that may have something of an earlier process.</summary>
    public static IReadOnlyList<Guid> FindTenants(PredictionWriterOptions options) =>
        options.Durability == Durability.Journal && Directory.Exists(options.JournalDirectory)
            ?
            [
                .. Directory.EnumerateDirectories(options.JournalDirectory)
                    .Where(directory => Guid.TryParse(Path.GetFileName(directory), out _) && HasRecords(directory))
                    .Select(directory => Guid.Parse(Path.GetFileName(directory))),
            ]
            : [];

    // One that cannot be read is said to have some: the writer that opens it says why it cannot.
    private static bool HasRecords(string directory)
    {
        try
        {
            return Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
                .Any(file => Path.GetExtension(file) is ".journal" or ".record");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
