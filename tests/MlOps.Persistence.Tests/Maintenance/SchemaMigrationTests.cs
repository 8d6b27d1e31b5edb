using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance;

public sealed class SchemaMigrationTests(TestServer server) : IAsyncLifetime
{
    private string _connectionString = "";
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.CreateEmptyDatabaseAsync();
        _dataSource = NpgsqlDataSource.Create(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await server.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public async Task An_empty_database_gets_every_migration_and_the_next_run_none()
    {
        await using var context = server.CreateContext(_dataSource);
        var applied = await SchemaMigration.RunAsync(context, default);
        Assert.Equal(context.Database.GetMigrations(), applied);
        Assert.NotEmpty(applied);
        Assert.Empty(await SchemaMigration.RunAsync(context, default));
        Assert.Equal(await context.Database.GetAppliedMigrationsAsync(), applied);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_created()
    {
        var connection = new NpgsqlConnectionStringBuilder(_connectionString) { Database = $"test_{Guid.NewGuid():N}" };
        await using var dataSource = NpgsqlDataSource.Create(connection);
        try
        {
            await using var context = server.CreateContext(dataSource);
            Assert.NotEmpty(await SchemaMigration.RunAsync(context, default));
            Assert.Equal(0, await context.Predictions.CountAsync());
        }
        finally
        {
            await server.DropDatabaseAsync(connection.ConnectionString);
        }
    }

    [Fact]
    public async Task A_database_of_a_newer_version_stays_as_it_is()
    {
        await using var context = server.CreateContext(_dataSource);
        await SchemaMigration.RunAsync(context, default);
        await ExecuteAsync("""INSERT INTO mlops_migrations_history VALUES ('99990101000000_FromTheFuture', '99.0.0')""");
        var before = await CatalogueAsync();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => SchemaMigration.RunAsync(context, default));
        Assert.Equal(MlOpsError.NewerSchema, error.Error);
        Assert.Contains("99990101000000_FromTheFuture", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await CatalogueAsync());
    }

    [Fact]
    public async Task Up_and_down_and_up_again_makes_the_same_schema()
    {
        await using var context = server.CreateContext(_dataSource);
        await SchemaMigration.RunAsync(context, default);
        var first = await CatalogueAsync();
        Assert.Contains(first, line => line.StartsWith("column ml_predictions.error", StringComparison.Ordinal));

        await context.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase);
        Assert.Empty(await CatalogueAsync());
        await SchemaMigration.RunAsync(context, default);
        Assert.Equal(first, await CatalogueAsync());
    }

    [Fact]
    public async Task The_way_down_leads_through_slices_with_rows()
    {
        await using var context = server.CreateContext(_dataSource);
        await SchemaMigration.RunAsync(context, default);
        var first = await CatalogueAsync();
        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon.AddMonths(1));
        await context.BulkInsertAsync(Sample.FullPredictions());
        Assert.NotEqual(first, await CatalogueAsync());

        await context.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase);
        Assert.Empty(await CatalogueAsync());
        await SchemaMigration.RunAsync(context, default);
        Assert.Equal(first, await CatalogueAsync());
    }

    [Fact]
    public async Task Two_at_once_both_succeed()
    {
        await using var first = server.CreateContext(_dataSource);
        await using var second = server.CreateContext(_dataSource);
        await Task.WhenAll(SchemaMigration.RunAsync(first, default), SchemaMigration.RunAsync(second, default));
        Assert.Empty(await SchemaMigration.RunAsync(first, default));
    }

    [Fact]
    public async Task What_the_model_says_is_what_the_database_has()
    {
        await using var context = server.CreateContext(_dataSource);
        await SchemaMigration.RunAsync(context, default);
        var migrated = await CatalogueAsync();
        await context.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase);
        await ExecuteAsync("""DROP TABLE mlops_migrations_history""");
        await context.Database.EnsureCreatedAsync();
        Assert.Equal(migrated, await CatalogueAsync());
    }

    [Fact]
    public async Task Rows_that_a_new_key_refuses_are_named_by_table_and_key()
    {
        await ExecuteAsync("CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child AS SELECT 1 AS parent_id");
        var builder = new DbContextOptionsBuilder<OrphanContext>();
        builder.UseMlOps(_dataSource);
        await using var context = new OrphanContext(builder.Options);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => SchemaMigration.RunAsync(context));
        Assert.Equal(MlOpsError.OrphanRows, error.Error);
        Assert.StartsWith(
            "Table public.child has rows for which the new foreign key fk_child_parent finds nothing to refer to", error.Message,
                StringComparison.Ordinal);

        await ExecuteAsync("DELETE FROM child");
        Assert.NotEmpty(await SchemaMigration.RunAsync(context));
    }

    [Theory]
    [InlineData("9.6.24")]
    [InlineData("14.20")]
    public void An_older_server_is_refused_with_its_version_and_the_one_that_is_needed(string version)
    {
        var error = Assert.Throws<MlOpsException>(() => SchemaMigration.RefuseOld(Version.Parse(version)));
        Assert.Equal(MlOpsError.DatabaseUnavailable, error.Error);
        Assert.Equal($"The server is PostgreSQL {version}, but MlOps needs 15 or newer. Upgrade it, or use another server.", error.Message);
        SchemaMigration.RefuseOld(new Version(15, 0));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private Task<List<string>> CatalogueAsync() => SchemaCatalogue.ReadAsync(_dataSource);
}
