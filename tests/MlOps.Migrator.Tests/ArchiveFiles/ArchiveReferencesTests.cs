using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Parquet.References;
using MlOps.Postgres;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>The rows that a slice refers to go into files with it, and come back where the database lacks them.</summary>
public sealed class ArchiveReferencesTests(TestServer server, TestDatabase database) : ArchivedMonth(database)
{
    private const string Added = "\"added\":{\"ml_feature_schemas\":4,\"ml_features\":2,\"ml_models\":2,\"ml_schema_features\":4," +
        "\"ml_tenants\":1,\"model_versions\":2}";

    private static readonly string[] Referred =
        ["ml_feature_schemas", "ml_features", "ml_models", "ml_schema_features", "ml_tenants", "model_versions"];

    private string References => Path.Combine(Files, "_references", $"{Root}.{Slice}");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = Database.CreateOwnerContext(OtherTenant);
        context.Add(Tenant.Register(OtherTenant, "Other", Build.Noon));
        await context.SaveChangesAsync();
    }

    [Fact]
    public async Task An_empty_database_of_a_newer_version_takes_the_rows_of_all_tenants_and_what_they_refer_to()
    {
        // A trigger would name another login.
        await Database.ExecuteAsync(
            "ALTER TABLE model_versions DISABLE TRIGGER USER; UPDATE model_versions SET promoted_login = 'somebody'; " +
            "ALTER TABLE model_versions ENABLE TRIGGER USER");
        var rows = await HashesAsync("archive");
        var referred = await ReferredHashesAsync(Database.OwnerDataSource);
        Assert.Contains("10 tables, 8 rows that refer to 15 others, ", await ExportAsync(), StringComparison.Ordinal);
        await PurgeAsync();
        var target = await server.CreateDatabaseAsync();
        await using (var other = NpgsqlDataSource.Create(target))
        {
            await ExecuteAsync(other, "ALTER TABLE ml_models ADD COLUMN mood text NOT NULL DEFAULT 'calm'");
            Assert.Contains(Added, await RestoreIntoAsync(target), StringComparison.Ordinal);
            Assert.Contains("\"unchanged\",\"added\":{}", await RestoreIntoAsync(target), StringComparison.Ordinal);
            Assert.Equal(["2 calm"], await other.ColumnAsync("SELECT count(*) || ' ' || min(mood) FROM ml_models"));
            await ExecuteAsync(other, "ALTER TABLE ml_models DROP COLUMN mood");
            Assert.Equal(rows, await other.ColumnAsync(HashesOf("public")));
            Assert.Equal(referred, await ReferredHashesAsync(other));
            Assert.Equal(["0"], await other.ColumnAsync("SELECT count(*)::text FROM pg_trigger WHERE tgenabled = 'D'"));
            await CommandInProcess.ReadAsync("migrate", "--connection", target);
            Assert.NotEmpty(await other.ColumnAsync($"SELECT kind FROM ml_jobs WHERE tenant_id = '{OtherTenant}'"));
        }

        var verified = await CommandInProcess.RunAsync("verify", "--connection", target);
        Assert.True(verified.ExitCode == 0, verified.ToString());
        await server.DropDatabaseAsync(target);
    }

    [Fact]
    public async Task Tables_that_refer_to_each_other_are_no_obstacle()
    {
        await ExportAsync();
        var target = await server.CreateDatabaseAsync();
        await using (var other = NpgsqlDataSource.Create(target))
        {
            await ExecuteAsync(
                other,
                "ALTER TABLE model_versions ADD UNIQUE (tenant_id, model_name); " +
                "ALTER TABLE ml_models ADD FOREIGN KEY (tenant_id, name) REFERENCES model_versions (tenant_id, model_name)");
            Assert.Contains(Added, await RestoreIntoAsync(target), StringComparison.Ordinal);
        }

        await server.DropDatabaseAsync(target);
    }

    [Fact]
    public async Task What_the_living_database_has_of_them_stays_as_it_is()
    {
        await ExportAsync();
        await PurgeAsync();
        await Database.ExecuteAsync(
            "UPDATE ml_models SET description = 'changed since'; DELETE FROM ml_schema_features WHERE name = 'length'; " +
            "UPDATE ml_tenants SET status = 'suspended'");
        var referred = await ReferredHashesAsync(Database.OwnerDataSource);
        Assert.Contains("\"restored\",\"added\":{}", await RunAsync(
            "archive", "restore", Root, Slice, "--from", Files, "--json"), StringComparison.Ordinal);
        Assert.Equal(referred, await ReferredHashesAsync(Database.OwnerDataSource));
    }

    [Fact]
    public async Task The_same_rows_with_other_models_stay_as_they_were_exported_unless_they_are_replaced()
    {
        await ExportAsync();
        var manifest = await File.ReadAllTextAsync(ManifestPath);
        await Database.ExecuteAsync("UPDATE ml_models SET description = 'changed since'");
        Assert.Contains("already", await ExportAsync(), StringComparison.Ordinal);
        Assert.Equal(manifest, await File.ReadAllTextAsync(ManifestPath));
        Assert.Contains("was read back", await RunAsync(
            "archive", "export", Root, Slice, "--to", Files, "--replace"), StringComparison.Ordinal);
        Assert.Contains("changed since", await File.ReadAllTextAsync(ManifestPath), StringComparison.Ordinal);
        await PurgeAsync();
    }

    [Fact]
    public async Task A_flipped_byte_of_what_they_refer_to_is_refused_and_the_next_export_writes_it_anew()
    {
        await ExportAsync();
        Assert.Equal(Referred, Directory.GetFiles(References).Select(Path.GetFileNameWithoutExtension).Order());
        var file = Path.Combine(References, "ml_models.parquet");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Contains(
            $"The file _references/{Root}.{Slice}/ml_models.parquet was changed after it was written",
            await RefuseAsync(30, "archive", "purge", Root, Slice, "--from", Files),
            StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(References, "old.parquet"), "of an export that was replaced");
        Assert.Contains("was read back", await ExportAsync(), StringComparison.Ordinal);
        Assert.Equal(Referred, Directory.GetFiles(References).Select(Path.GetFileNameWithoutExtension).Order());
        await PurgeAsync();
    }

    [Fact]
    public async Task Another_row_with_the_same_name_is_named_and_nothing_is_restored()
    {
        await ExportAsync();
        var target = await server.CreateDatabaseAsync();
        await using (var other = NpgsqlDataSource.Create(target))
        {
            await using (var context = server.CreateContext(other, OtherTenant))
            {
                context.Add(Build.Model());
                await context.SaveChangesAsync();
            }

            var result = await CommandInProcess.RunAsync(
                "archive", "restore", Root, Slice, "--from", Files, "--connection", WithoutDetail(target));
            Assert.Equal(11, result.ExitCode);
            Assert.Contains(
                $"tenant {OtherTenant} has another row in ml_models with the same (tenant_id, name) = ({OtherTenant}, credit-risk) as " +
                "one that the rows refer to, and with another id. Give that row",
                result.Error,
                StringComparison.Ordinal);
            Assert.Equal(["1 0"], await other.ColumnAsync(
                $"SELECT (SELECT count(*) FROM ml_models) || ' ' || (SELECT count(*) FROM pg_class WHERE relname = '{Root}_{Slice}')"));
        }

        await server.DropDatabaseAsync(target);
    }

    [Fact]
    public async Task A_version_that_was_in_production_comes_back_archived_where_another_one_is_in_production_now()
    {
        await ExportAsync();
        await PurgeAsync();
        // As if the other one had been promoted meanwhile, in a database that has no more of this one than its model.
        await Database.ExecuteAsync(
            "DELETE FROM ml_serving_periods; DELETE FROM model_stage_transitions; " +
            "UPDATE model_versions SET id = gen_random_uuid(), model_version = '2'");
        Assert.Contains(
            "Of the rows that it refers to, the database lacked these: 2 of model_versions.",
            await RestoreAsync(),
            StringComparison.Ordinal);
        Assert.Equal(
            ["1 Archived", "1 Archived", "2 Production", "2 Production"],
            await Database.ColumnAsync("SELECT model_version || ' ' || stage FROM model_versions ORDER BY 1"));
    }

    [Fact]
    public async Task Files_of_the_first_format_are_purged_and_restored_and_the_next_export_adds_what_they_refer_to()
    {
        await ExportAsync();
        await ToFirstFormatAsync();
        await PurgeAsync();
        var target = await server.CreateDatabaseAsync();
        var result = await CommandInProcess.RunAsync("archive", "restore", Root, Slice, "--from", Files, "--connection", target);
        Assert.Equal(19, result.ExitCode);
        Assert.Matches(
            "violates foreign key constraint \"fk_[a-z_]+\"\\. Restore what it lacks first: a backup with '--only critical'", result.Error);
        await server.DropDatabaseAsync(target);

        await RestoreAsync();
        await RunAsync("archive", "move", Root, Slice);
        Assert.Contains("was read back: 10 tables, 8 rows that refer to 15 others", await ExportAsync(), StringComparison.Ordinal);
        await PurgeAsync();
    }

    [Fact]
    public async Task DuckDB_reads_them_and_computes_their_sums()
    {
        await ExportAsync();
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(ManifestPath));
        foreach (var table in manifest.RootElement.GetProperty("references").EnumerateArray())
            Assert.Equal(
                [table.GetProperty("rowSum").GetString()],
                DuckDb.Select(
                    [table.GetProperty("duckDbRowSum").GetString()!], Path.Combine(Files, table.GetProperty("file").GetString()!)));
    }

    [Fact]
    public void No_slice_refers_to_rows_of_a_chain()
    {
        using var context = Database.CreateOwnerContext();
        var model = new ReferenceModel(context);
        var sliced = context.Model.GetRelationalModel().Tables
            .Where(table => ReferenceModel.TypesOf(table).Any(type => type.FindSlice() is not null));
        var (found, next) = (new HashSet<ReferredTable>(), sliced.SelectMany(table => model.ReferencesOf(table.Name)).ToList());
        while (next.Count > 0)
            next = [.. next.Select(reference => reference.Target).Where(found.Add).ToList()
                .SelectMany(table => model.ReferencesOf(table).Concat(model.PartsOf(table)))];

        Assert.Equal(Referred.Append("identified_patterns").Order(), found.Select(table => table.TableName).Order());
        Assert.DoesNotContain(found, table => table.IsChained);
        Assert.True(model.Find("retraining_decisions")!.IsChained);
    }

    // As nearly all connections outside of tests are.
    private static string WithoutDetail(string target) =>
        new NpgsqlConnectionStringBuilder(target) { IncludeErrorDetail = false }.ConnectionString;

    private async Task ToFirstFormatAsync()
    {
        Directory.Delete(References, recursive: true);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(ManifestPath))!.AsObject();
        manifest.Remove("references");
        manifest["format"] = 1;
        await File.WriteAllTextAsync(ManifestPath, manifest.ToJsonString());
        var hash = SHA256.HashData(await File.ReadAllBytesAsync(ManifestPath));
        await File.WriteAllTextAsync(
            $"{ManifestPath}.sha256", $"{Convert.ToHexStringLower(hash)}  {Path.GetFileName(ManifestPath)}\n");
    }

    private Task<string> RestoreIntoAsync(string target) =>
        CommandInProcess.ReadAsync("archive", "restore", Root, Slice, "--from", Files, "--json", "--connection", target);

    private static Task<List<string>> ReferredHashesAsync(NpgsqlDataSource database) => database.ColumnAsync(string.Join(
        " UNION ALL ",
        Referred.Select(table => $"SELECT '{table} ' || count(*) || ' ' || sum(hashtextextended(t::text, 0)) FROM {table} AS t")));

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
