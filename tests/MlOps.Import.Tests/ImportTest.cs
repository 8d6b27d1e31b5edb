using MlOps.Domain;
using MlOps.Import.Reports;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Import.Tests;

/// <summary>A test with a database to import from, which <see cref="CreateSourceAsync"/> fills, and the one to import into.</summary>
public abstract class ImportTest(TestServer server, TestDatabase database) : DatabaseTest(database)
{
    private readonly List<RefusedImport> _refused = [];

    protected NpgsqlDataSource Source { get; private set; } = null!;

    /// <summary>The rows that the last import refused.</summary>
    protected IReadOnlyList<RefusedImport> Refused => _refused;

    protected async Task CreateSourceAsync(string sql)
    {
        Source = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());
        await ExecuteAsync(sql);
    }

    /// <summary>A source that is a database of MlOps itself.</summary>
    protected async Task CreateOwnSourceAsync() => Source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync());

    /// <summary>Adds entities to the source, if it is a database of MlOps itself.</summary>
    protected async Task AddToSourceAsync(Guid tenant, params IEnumerable<Entity> entities)
    {
        await using var context = server.CreateContext(Source, tenant);
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    protected Task<ImportReport> ImportAsync(ImportOptions? options = null, NpgsqlDataSource? source = null)
    {
        _refused.Clear();
        options = (options ?? new ImportOptions()) with { OnRefused = _refused.Add };
        return new DatabaseImport(source ?? Source, tenant => Database.CreateOwnerContext(tenant), options).RunAsync();
    }

    /// <summary>The numbers of a table in the report.</summary>
    protected static (long Read, long Imported, long AlreadyThere, long Refused) Numbers(
        ImportReport report, string source, string? target = null)
    {
        var table = report.Tables.Single(table => table.Source == source && table.Target == (target ?? source));
        return (table.Read, table.Imported, table.AlreadyThere, table.Refused);
    }

    protected static ImportedTable Table(ImportReport report, string source, string? target = null) =>
        report.Tables.Single(table => table.Source == source && table.Target == (target ?? source));

    public override async ValueTask DisposeAsync()
    {
        if (Source is not null)
        {
            await Source.DisposeAsync();
            await server.DropDatabaseAsync(Source.ConnectionString);
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
