using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

[OneVersionIsEnough]
public sealed class TakeoverChangesTests(TestServer server) : TakeoverTest(server, Old)
{
    private const string Old =
        """
        CREATE TABLE ml_models (
            id int PRIMARY KEY, name text, framework text, description text, owner text, baseline_metrics jsonb, created_at timestamptz);
        CREATE TABLE model_versions (
            id int PRIMARY KEY, name text, version text, stage text, metrics jsonb, hyperparameters jsonb, f1_score float8,
            promoted_at timestamptz, promoted_by text, created_at timestamptz);
        CREATE TABLE learning_events (id int PRIMARY KEY, event_type text, actor text, created_at timestamptz);
        CREATE TABLE retraining_decisions (id int PRIMARY KEY, trigger_reason text, action text, created_at timestamptz);
        CREATE TABLE identified_patterns (id int PRIMARY KEY, pattern_type text, name text, confidence float8, created_at timestamptz);
        CREATE TABLE pattern_occurrences (id int PRIMARY KEY, pattern_id int, created_at timestamptz);
        CREATE TABLE ab_testing_experiments (id int PRIMARY KEY, name text, hypothesis text, created_at timestamptz);
        INSERT INTO ml_models VALUES (1, 'quiz', 'onnx', 'first', 'ann', '{"f1": 0.5}', '2026-01-01'),
            (2, 'hint', 'onnx', 'a', 'ann', NULL, '2026-01-01');
        INSERT INTO model_versions VALUES
            (1, 'quiz', '1', 'Production', '{"f1": 0.6}', '{"depth": 3}', 0.6, '2026-01-02', 'ann', '2026-01-01'),
            (2, 'quiz', '2', 'Staging', '{"f1": 0.7}', '{"depth": 4}', 0.7, NULL, NULL, '2026-01-03'),
            (3, 'quiz', '3', 'None', NULL, NULL, NULL, NULL, NULL, '2026-01-04'),
            (4, 'hint', '1', 'Production', NULL, NULL, NULL, '2026-01-02', 'ann', '2026-01-01'),
            (5, 'hint', '2', 'Archived', NULL, NULL, NULL, NULL, NULL, '2026-01-01');
        INSERT INTO learning_events VALUES (1, 'clicked', 'ann', '2026-01-02');
        INSERT INTO retraining_decisions VALUES (1, 'scheduled', 'promote', '2026-01-02');
        INSERT INTO identified_patterns VALUES (1, 'trend', 'up', 0.5, '2026-01-02');
        INSERT INTO ab_testing_experiments VALUES (1, 'colours', 'red sells', '2026-01-02')
        """;

    private const string Stages =
        "SELECT model_name || ' ' || model_version || ' ' || stage FROM {0}.model_versions ORDER BY model_name, model_version";

    private const string Served =
        "SELECT model_name || ' ' || model_version || CASE WHEN served_to IS NULL THEN ' still' ELSE '' END " +
        "FROM {0}.ml_serving_periods ORDER BY model_name, served_from, model_version";

    [Fact]
    public async Task Changes_of_models_and_versions_reach_ours_and_stages_leave_a_history()
    {
        await GoAsync("copy");
        await ExecuteAsync(
            """
            UPDATE ml_models SET description = 'second', owner = 'bob', framework = 'pytorch', baseline_metrics = '{"f1": 0.9}'
                WHERE id = 1;
            UPDATE model_versions SET stage = 'Archived' WHERE id = 1;
            UPDATE model_versions SET stage = 'Production', promoted_at = '2026-02-01', promoted_by = 'bob' WHERE id = 2;
            UPDATE model_versions SET metrics = '{"f1": 0.8}', hyperparameters = '{"depth": 9}', f1_score = 0.8, stage = 'Staging'
                WHERE id = 3;
            UPDATE model_versions SET stage = 'Staging', promoted_at = NULL WHERE id = 4;
            INSERT INTO model_versions VALUES (6, 'hint', '3', 'Production', NULL, NULL, NULL, '2026-02-03', 'eve', '2026-02-02');
            UPDATE learning_events SET actor = 'bob';
            UPDATE ab_testing_experiments SET hypothesis = 'blue sells';
            INSERT INTO pattern_occurrences VALUES (1, 1, '2026-01-03')
            """);
        await GoAsync("copy");
        await AssertFollowedAsync("mlops_next");
        await GoAsync("copy");
        await GoAsync("switch");
        await AssertFollowedAsync("public");
        Assert.Equal(["second bob pytorch"], await ColumnAsync(
            "SELECT concat_ws(' ', description, owner, framework) FROM public.ml_models " +
            "WHERE name = 'quiz' AND baseline_metrics->>'f1' = '0.9'"));
        Assert.Equal(["0.8"], await ColumnAsync(
            "SELECT f1_score::text FROM public.model_versions WHERE metrics->>'f1' = '0.8' AND hyperparameters->>'depth' = '9'"));
        Assert.Equal(["bob", "blue sells", "1"], await ColumnAsync(
            "SELECT actor FROM public.learning_events WHERE event_type = 'clicked' " +
            "UNION ALL SELECT hypothesis FROM public.ab_testing_experiments " +
            "UNION ALL SELECT count(*)::text FROM public.pattern_occurrences"));
        Assert.Equal([], await ColumnAsync(
            $"SET mlops.tenant_id = '{Tenants.Default}'; SELECT fault FROM public.mlops_verify_chains() WHERE fault IS NOT NULL"));
    }

    [Fact]
    public async Task What_cannot_be_followed_is_refused_by_name_and_stays_as_it_was_copied()
    {
        await GoAsync("copy");
        await ExecuteAsync(
            """
            UPDATE model_versions SET stage = 'None' WHERE id = 2;
            UPDATE model_versions SET version = '2b' WHERE id = 5;
            UPDATE retraining_decisions SET action = 'reject'
            """);
        var copied = await RunAsync("takeover", "copy");
        Assert.Equal(ExitCode.Of(MlOpsError.ImportIncomplete), copied.ExitCode);
        Assert.Contains("a version never returns to no stage", copied.Output, StringComparison.Ordinal);
        Assert.Contains("was copied under this name", copied.Output, StringComparison.Ordinal);
        Assert.Contains("a chain of hashes has it", copied.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["hint 1 Production", "hint 2 Archived", "quiz 1 Production", "quiz 2 Staging", "quiz 3 None"],
            await ColumnAsync(Stages.Replace("{0}", "mlops_next", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_a_way_back_a_stage_of_ours_stays_unless_the_old_tables_changed_it()
    {
        await GoAsync("copy");
        await GoAsync("switch");
        await ExecuteAsync("UPDATE public.ml_models SET description = 'ours'");
        await PromoteAsync();
        await GoAsync("back", "--leave-new-rows");
        await ExecuteAsync(
            "UPDATE ml_models SET description = 'theirs' WHERE id = 2; UPDATE model_versions SET stage = 'Staging' WHERE id = 3");
        await GoAsync("switch");
        Assert.Equal(
            ["hint 1 Production", "hint 2 Archived", "quiz 1 Archived", "quiz 2 Production", "quiz 3 Staging"],
            await ColumnAsync(Stages.Replace("{0}", "public", StringComparison.Ordinal)));
        Assert.Equal(["theirs", "ours"], await ColumnAsync("SELECT description FROM public.ml_models ORDER BY name"));
    }

    [Fact]
    public async Task After_a_way_back_a_refused_row_lets_nothing_overwrite_what_was_written_in_ours()
    {
        await ExecuteAsync("INSERT INTO learning_events VALUES (2, repeat('x', 5000), 'ann', '2026-01-02')");
        Assert.Equal(ExitCode.Of(MlOpsError.ImportIncomplete), (await RunAsync("takeover", "copy")).ExitCode);
        await GoAsync("switch", "--without-refused-rows");
        await ExecuteAsync("UPDATE public.ml_models SET description = 'ours'; UPDATE public.learning_events SET actor = 'ours'");
        await PromoteAsync();
        await GoAsync("back", "--leave-new-rows");
        await ExecuteAsync("UPDATE ml_models SET description = 'theirs' WHERE id = 2");
        await GoAsync("switch", "--without-refused-rows");
        Assert.Equal(["theirs", "ours"], await ColumnAsync("SELECT description FROM public.ml_models ORDER BY name"));
        Assert.Equal(["ours"], await ColumnAsync("SELECT actor FROM public.learning_events"));
        Assert.Equal(
            ["hint 1 Production", "hint 2 Archived", "quiz 1 Archived", "quiz 2 Production", "quiz 3 None"],
            await ColumnAsync(Stages.Replace("{0}", "public", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_a_way_back_a_row_that_is_newer_than_an_open_transaction_overwrites_nothing()
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("SELECT pg_current_xact_id()::text", connection, transaction))
            await command.ExecuteScalarAsync();

        await ExecuteAsync("UPDATE ml_models SET description = 'before'");
        await GoAsync("copy");
        await GoAsync("switch");
        await ExecuteAsync("UPDATE public.ml_models SET description = 'ours'");
        await GoAsync("back", "--leave-new-rows");
        await ExecuteAsync("UPDATE ml_models SET description = 'theirs' WHERE id = 2");
        await GoAsync("switch");
        Assert.Equal(["theirs", "ours"], await ColumnAsync("SELECT description FROM public.ml_models ORDER BY name"));
    }

    [Fact]
    public async Task After_a_way_back_and_a_restore_a_copy_only_adds_what_is_missing()
    {
        await GoAsync("copy");
        await GoAsync("switch");
        await ExecuteAsync("UPDATE public.ml_models SET description = 'ours'");
        await GoAsync("back", "--leave-new-rows");
        await ChangeDatabaseAsync("mlops_next");
        await ExecuteAsync(
            "UPDATE ml_models SET description = 'theirs'; INSERT INTO learning_events VALUES (2, 'clicked', 'bob', '2026-01-02')");
        await GoAsync("copy");
        await GoAsync("switch");
        Assert.Equal(["ours", "ours"], await ColumnAsync("SELECT description FROM public.ml_models"));
        Assert.Equal(["ann", "bob"], await ColumnAsync("SELECT actor FROM public.learning_events ORDER BY 1"));
    }

    [Fact]
    public async Task An_evaluation_that_went_with_its_individual_comes_back_with_it()
    {
        await ExecuteAsync(
            """
            CREATE TABLE evolution_experiments (id int PRIMARY KEY, name text, created_at timestamptz, started_at timestamptz);
            CREATE TABLE evolution_generations (id int PRIMARY KEY, experiment_id int, number int, created_at timestamptz);
            CREATE TABLE evolution_individuals (id int PRIMARY KEY, generation_id int, genotype jsonb, created_at timestamptz);
            CREATE TABLE code_evaluations (
                id int PRIMARY KEY, individual_id int, evaluation_type text, success boolean, created_at timestamptz);
            INSERT INTO evolution_experiments VALUES (1, 'sorting', '2026-01-01', '2026-01-01');
            INSERT INTO evolution_generations VALUES (1, 1, 0, '2026-01-01');
            INSERT INTO evolution_individuals VALUES (1, 1, '{"n": 1}', '2026-01-01');
            INSERT INTO code_evaluations VALUES (1, 1, 'tests', true, '2026-01-01')
            """);
        await GoAsync("copy");
        await ExecuteAsync("DELETE FROM evolution_individuals");
        await RunAsync("takeover", "copy");
        Assert.Equal(["0"], await ColumnAsync("SELECT count(*)::text FROM mlops_next.code_evaluations"));
        await ExecuteAsync("INSERT INTO evolution_individuals VALUES (1, 1, '{\"n\": 1}', '2026-01-01')");
        await GoAsync("copy");
        Assert.Equal(["1"], await ColumnAsync("SELECT count(*)::text FROM mlops_next.code_evaluations"));
    }

    private async Task PromoteAsync()
    {
        var promoted = await RunAsync("models", "promote", "quiz", "2", "--reason", "better");
        Assert.True(promoted.ExitCode == 0, promoted.ToString());
    }

    private async Task AssertFollowedAsync(string schema)
    {
        Assert.Equal(
            ["hint 1 Staging", "hint 2 Archived", "hint 3 Production", "quiz 1 Archived", "quiz 2 Production", "quiz 3 Staging"],
            await ColumnAsync(Stages.Replace("{0}", schema, StringComparison.Ordinal)));
        Assert.Equal(
            ["hint 1", "hint 3 still", "quiz 1", "quiz 2 still"],
            await ColumnAsync(Served.Replace("{0}", schema, StringComparison.Ordinal)));
    }
}
