using System.Text.Json;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class VerifyTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Damage =
        "DROP TRIGGER set_updated_at ON ml_models; ALTER TABLE ml_job_runs ALTER COLUMN runner TYPE text; " +
        "CREATE INDEX \"their \e[2J\" ON ml_models (created_at)";

    private const string Mend =
        "ALTER TABLE ml_job_runs ALTER COLUMN runner TYPE character varying(255); DROP INDEX IF EXISTS \"their \e[2J\"";

    private static readonly int Damaged = ExitCode.Of(MlOpsError.NotReproduced);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RunAsync("--repair");
        await Database.ExecuteAsync(Mend);
    }

    [Fact]
    public async Task A_database_that_is_as_its_model_says_has_no_rows_and_ends_with_0()
    {
        var text = await RunAsync();
        Assert.Equal((0, ""), (text.ExitCode, text.Output));
        Assert.EndsWith(" is as the model says.\n", text.Error, StringComparison.Ordinal);
        var json = await RunAsync("--json");
        Assert.Equal((0, "", ""), (json.ExitCode, json.Output, json.Error));
    }

    [Fact]
    public async Task Damage_is_listed_with_what_to_do_and_ends_with_25_until_it_is_repaired()
    {
        await Database.ExecuteAsync(Damage);
        var found = await RunAsync("--json");
        Assert.Equal(Damaged, found.ExitCode);
        Assert.Contains("2 differences are damage, as listed above.", found.Error, StringComparison.Ordinal);
        var findings = Manual.ParseJson("verify", found.Output);
        Assert.Equal(
            [
                ("damage", "ml_job_runs.runner", false), ("information", "\"their \e[2J\" of ml_models", false),
                ("damage", "set_updated_at of ml_models", true),
            ],
            findings.Select(finding => (
                finding.GetProperty("severity").GetString(), finding.GetProperty("object").GetString(),
                finding.GetProperty("isSafe").GetBoolean())));
        Assert.Equal(("character varying(255)", "text"), (Text(findings[0], "expected"), Text(findings[0], "found")));
        Assert.Contains("ALTER COLUMN runner TYPE character varying(255);", Text(findings[0], "toDo"), StringComparison.Ordinal);
        Assert.StartsWith("CREATE TRIGGER set_updated_at", findings[2].GetProperty("repair")[0].GetString(), StringComparison.Ordinal);

        var text = await RunAsync();
        Assert.DoesNotContain('\e', text.Output);
        Assert.StartsWith("Severity\tKind\tObject\tExpected\tFound\tTo do\n", text.Output, StringComparison.Ordinal);
        Assert.Contains($"\tnothing\t'{Invocation.Program} verify --repair' repairs it.\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("of which '--repair' can mend 1.", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_lists_the_statements_and_changes_nothing_and_a_repair_ends_by_what_is_left()
    {
        await Database.ExecuteAsync(Damage);
        for (var run = 0; run < 2; run++)
        {
            var planned = await RunAsync("--repair", "--dry-run");
            Assert.Equal(Damaged, planned.ExitCode);
            Assert.Equal(
                "CREATE TRIGGER set_updated_at BEFORE UPDATE ON ml_models FOR EACH ROW EXECUTE FUNCTION mlops_set_updated_at();\n",
                planned.Output);
        }

        var repaired = await RunAsync("--repair", "--json");
        Assert.Equal(Damaged, repaired.ExitCode);
        Assert.Equal(
            [("repaired", "set_updated_at of ml_models"), ("found", "ml_job_runs.runner"), ("found", "\"their \e[2J\" of ml_models")],
            Manual.ParseJson("verify", repaired.Output).Select(finding => (Text(finding, "outcome"), Text(finding, "object"))));

        await Database.ExecuteAsync(Mend);
        Assert.Equal(0, (await RunAsync("--repair")).ExitCode);
    }

    [Fact]
    public async Task The_statements_of_a_dry_run_are_those_that_mend_it()
    {
        await Database.ExecuteAsync(
            "DROP VIEW v_model_timeline; DROP TRIGGER link ON retraining_decisions; DROP FUNCTION mlops_beta");
        var planned = await RunAsync("--repair", "--dry-run");
        Assert.Equal(Damaged, planned.ExitCode);
        await Database.ExecuteAsync(planned.Output);
        Assert.Equal(0, (await RunAsync()).ExitCode);
    }

    [Fact]
    public async Task A_reader_learns_that_nothing_was_compared()
    {
        var result = await CommandInProcess.RunAsync(
            "verify", "--json", "--connection", Database.ConnectionStringAs(MlOpsRoles.Reader));
        var finding = Manual.ParseJson("verify", result.Output).Single();
        Assert.Equal((Damaged, "notVisible"), (result.ExitCode, Text(finding, "severity")));
        Assert.Contains("Nothing was compared", Text(finding, "toDo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_database_needs_its_migrations_first()
    {
        await Database.ExecuteAsync("DROP DATABASE IF EXISTS verify_of_nothing");
        await Database.ExecuteAsync("CREATE DATABASE verify_of_nothing");
        var nothing = new Npgsql.NpgsqlConnectionStringBuilder(Database.OwnerConnectionString) { Database = "verify_of_nothing" };
        var result = await CommandInProcess.RunAsync("verify", "--json", "--connection", nothing.ConnectionString);
        var finding = Manual.ParseJson("verify", result.Output).Single();
        Assert.Equal((Damaged, "migration"), (result.ExitCode, Text(finding, "kind")));
        Assert.StartsWith("Type 'mlops migrate'.", Text(finding, "toDo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_of_no_repair_is_a_mistake()
    {
        var result = await RunAsync("--dry-run");
        Assert.Equal((ExitCode.Usage, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("mlops: --dry-run goes with --repair.", result.Error, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement finding, string property) => finding.GetProperty(property).GetString();

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["verify", .. arguments, "--connection", Database.OwnerConnectionString]);
}
