using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Maintenance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance;

/// <summary>However the schema gets into a database, it is the same.</summary>
public sealed class ScriptTests(TestServer server, TestDatabase migrated) : EmptyDatabaseTest(server), IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_script_makes_what_migrating_makes()
    {
        await ExecuteAsync(Script(MigrationsSqlGenerationOptions.Default));
        await AssertSameAsync();
        await using var context = CreateContext();
        Assert.Empty(await SchemaMigration.RunAsync(context));
    }

    [Fact]
    public async Task An_idempotent_script_makes_it_too_and_the_second_time_nothing()
    {
        var script = Script(MigrationsSqlGenerationOptions.Idempotent);
        await ExecuteAsync(script);
        await AssertSameAsync();
        await ExecuteAsync(script);
        await AssertSameAsync();
        await using var context = CreateContext();
        Assert.Empty(await SchemaMigration.RunAsync(context));
    }

    [Fact]
    public async Task A_script_takes_back_what_a_script_made_but_the_roles()
    {
        await ExecuteAsync(Script(MigrationsSqlGenerationOptions.Default));
        await using var context = CreateContext();
        await ExecuteAsync(context.GetService<IMigrator>().GenerateScript(
            context.Database.GetMigrations().Last(), Migration.InitialDatabase, MigrationsSqlGenerationOptions.Idempotent));
        Assert.Empty(await SchemaCatalogue.ReadAsync(DataSource));
        await using var roles = DataSource.CreateCommand("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'mlops\\_%'");
        Assert.Equal(5L, await roles.ExecuteScalarAsync());
        await ExecuteAsync(Script(MigrationsSqlGenerationOptions.Idempotent));
        await AssertSameAsync();
    }

    [Fact]
    public async Task A_database_that_is_created_without_migrations_has_the_same_schema()
    {
        await using var context = CreateContext();
        Assert.True(await context.Database.EnsureCreatedAsync());
        await AssertSameAsync();
    }

    [Fact]
    public async Task The_history_is_a_plain_table()
    {
        await using var context = CreateContext();
        Assert.Equal(
            """
            CREATE TABLE mlops_migrations_history (
                "MigrationId" character varying(150) NOT NULL,
                "ProductVersion" character varying(32) NOT NULL,
                CONSTRAINT pk_mlops_migrations_history PRIMARY KEY ("MigrationId")
            );
            """,
            context.GetService<IHistoryRepository>().GetCreateScript().Trim());
    }

    private string Script(MigrationsSqlGenerationOptions options)
    {
        using var context = CreateContext();
        return context.GetService<IMigrator>().GenerateScript(options: options);
    }

    private async Task AssertSameAsync()
    {
        var expected = await SchemaCatalogue.ReadAsync(migrated.DataSource);
        Assert.Contains(expected, line => line.StartsWith("policy oracle_ml_predictions tenant_isolation", StringComparison.Ordinal));
        Assert.Contains(expected, line => line.StartsWith("function mlops_set_updated_at()", StringComparison.Ordinal));
        Assert.Contains(expected, line => line.StartsWith("view v_recent_predictions", StringComparison.Ordinal));
        Assert.Equal(expected, await SchemaCatalogue.ReadAsync(DataSource));
    }
}
