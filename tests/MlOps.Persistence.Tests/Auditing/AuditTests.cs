using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Auditing;

/// <summary>Changes of registry, policies and decisions are in the audit log, and nothing that was not stored is.</summary>
public class AuditTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_change_is_there_with_its_author_and_with_the_values_before_and_after()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model("credit-risk");
        context.Add(model);
        await context.SaveChangesAsync();
        model.Archive(Sample.Noon.AddHours(1));
        await context.SaveChangesAsync();
        context.Remove(model);
        await context.SaveChangesAsync();

        var entries = await ReadAsync();
        Assert.Equal([AuditAction.Insert, AuditAction.Update, AuditAction.Delete], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal(("Model", model.Id.ToString()), (entry.SubjectType, entry.SubjectId)));
        Assert.All(entries, entry => Assert.Equal(entry.Login, entry.Actor));
        Assert.Null(entries[0].Before);
        Assert.Contains("\"name\": \"credit-risk\"", entries[0].After!.Text, StringComparison.Ordinal);
        Assert.Equal(Json.Parse("""{"status": "active"}"""), entries[1].Before);
        Assert.Equal(Json.Parse("""{"status": "archived"}"""), entries[1].After);
        Assert.NotNull(entries[2].Before);
        Assert.Null(entries[2].After);
    }

    [Fact]
    public async Task A_promotion_names_its_author_for_both_versions_and_the_login_beside()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model();
        context.Add(model);
        foreach (var name in (string[])["1", "2"])
        {
            var version = ModelVersion.Begin(model, name, Sample.Noon);
            version.CompleteTraining(Sample.Noon);
            context.Add(version);
        }

        await context.SaveChangesAsync();
        var versions = new ModelVersionRepository(context);
        await versions.PromoteAsync(model.Name, "1", new StageChange("ann", "better", Sample.Noon));
        var before = (await ReadAsync()).Count;
        var promoted = await versions.PromoteAsync(model.Name, "2", new StageChange("bob", "better", Sample.Noon.AddHours(1)));

        var entries = (await ReadAsync())[before..];
        Assert.Equal(
            ["ModelAlias", "ModelAlias", "ModelVersion", "ModelVersion", "ServingPeriod", "ServingPeriod"],
            entries.Select(entry => entry.SubjectType).Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.Equal("bob", entry.Actor));
        Assert.Equal(await LoginAsync(), promoted.PromotedLogin);
        Assert.All(
            await context.StageTransitions.AsNoTracking().ToListAsync(), step => Assert.Equal(promoted.PromotedLogin, step.ChangedLogin));
    }

    [Fact]
    public async Task A_save_counts_its_own_rows_and_the_context_forgets_the_entries()
    {
        await using var context = Database.CreateContext();
        context.Add(Build.Model());
        Assert.Equal(1, await context.SaveChangesAsync());
        Assert.Single(context.ChangeTracker.Entries());
        Assert.Equal(0, await context.SaveChangesAsync());
        Assert.Single(await ReadAsync());
        context.Add(Build.Model("second"));
        Assert.Equal(1, context.SaveChanges());
        Assert.Equal(2, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_save_that_fails_leaves_no_entry_and_the_next_one_writes_only_its_own()
    {
        await using (var first = Database.CreateContext())
        {
            first.Add(Build.Model("taken"));
            await first.SaveChangesAsync();
        }

        await using var context = Database.CreateContext();
        var twin = Build.Model("taken");
        context.Add(twin);
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.DoesNotContain(context.ChangeTracker.Entries(), entry => entry.Entity is AuditEntry);
        context.Entry(twin).State = EntityState.Detached;
        var other = Build.Model("free");
        context.Add(other);
        await context.SaveChangesAsync();
        Assert.Equal(other.Id.ToString(), (await ReadAsync())[^1].SubjectId);
        Assert.Equal(2, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_change_that_another_writer_forestalls_leaves_no_entry()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model();
        context.Add(model);
        await context.SaveChangesAsync();
        await Database.ExecuteAsync("UPDATE ml_models SET description = 'other'");
        model.Archive(Sample.Noon.AddHours(1));
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync());
        Assert.DoesNotContain(context.ChangeTracker.Entries(), entry => entry.Entity is AuditEntry);
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task A_transaction_of_the_caller_takes_the_entries_back_with_the_change()
    {
        await using (var context = Database.CreateContext())
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            context.Add(Build.Model());
            await context.SaveChangesAsync();
            await context.BulkInsertAsync([Build.Model("bulk")]);
        }

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_label_that_is_corrected_is_there_and_the_first_label_is_not()
    {
        var prediction = Build.OraclePrediction(1);
        await using var context = Database.CreateContext();
        context.Add(prediction);
        await context.SaveChangesAsync();
        prediction.RecordLabel(1, Sample.Noon.AddHours(1));
        await context.SaveChangesAsync();
        Assert.Empty(await ReadAsync());

        prediction.CorrectLabel(2, "typing error", Sample.Noon.AddHours(2));
        await context.SaveChangesAsync();
        var entry = Assert.Single(await ReadAsync());
        Assert.Equal((nameof(OraclePrediction), prediction.Id.ToString()), (entry.SubjectType, entry.SubjectId));
        Assert.Contains("\"actual_value\": 1", entry.Before!.Text, StringComparison.Ordinal);
        Assert.Contains("typing error", entry.After!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulk_writes_are_there_too()
    {
        await using var context = Database.CreateContext();
        Assert.Equal(2, await context.BulkInsertAsync([Build.Model("a"), Build.Model("b")]));
        Assert.Equal(1, await context.BulkUpsertAsync([Build.Model("c")]));
        Assert.Equal(
            [AuditAction.Insert, AuditAction.Insert, AuditAction.Update], (await ReadAsync()).Select(entry => entry.Action));
    }

    [Fact]
    public async Task A_file_is_there_as_its_hash()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model();
        var version = ModelVersion.Begin(model, "1", Sample.Noon);
        version.CompleteTraining(Sample.Noon);
        version.StoreEncrypted([1, 2, 3], "key-1", Sample.Noon);
        context.AddRange(model, version);
        await context.SaveChangesAsync();
        var entry = (await ReadAsync()).Single(entry => entry.SubjectType == nameof(ModelVersion));
        Assert.Contains(
            "3 bytes, sha256 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
            entry.After!.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_can_neither_claim_a_login_nor_change_an_entry()
    {
        await using var context = Database.CreateContext();
        context.Add(Build.AuditEntry());
        context.Add(Build.Model());
        await context.SaveChangesAsync();
        await context.Database.ExecuteSqlRawAsync(
            "INSERT INTO ml_audit_log SELECT (jsonb_populate_record(a, jsonb_build_object('id', {0}, 'login', 'root'))).* " +
            "FROM ml_audit_log a WHERE actor = 'ann'",
            Guid.CreateVersion7(Sample.Noon));
        var login = await LoginAsync();
        Assert.All(await ReadAsync(), entry => Assert.Equal(login, entry.Login));
        foreach (var sql in (string[])["UPDATE ml_audit_log SET actor = 'bob'", "DELETE FROM ml_audit_log"])
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => context.Database.ExecuteSqlRawAsync(sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        }
    }

    [Fact]
    public async Task Nobody_changes_the_login_of_an_act_but_by_a_new_act()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model();
        var version = ModelVersion.Begin(model, "1", Sample.Noon);
        version.CompleteTraining(Sample.Noon);
        context.AddRange(model, version);
        await context.SaveChangesAsync();
        Assert.Null(version.PromotedLogin);
        await Database.ExecuteAsync("UPDATE model_versions SET promoted_login = 'root'");
        Assert.Equal(0, await Database.CountAsync("model_versions WHERE promoted_login IS NOT NULL"));
        await new ModelVersionRepository(context).PromoteAsync(model.Name, "1", new StageChange("ann", "better", Sample.Noon));
        await Database.ExecuteAsync("UPDATE model_versions SET promoted_login = NULL, promoted_by = 'bob'");
        Assert.Equal(await LoginAsync(), await Database.ScalarAsync<string>("SELECT promoted_login FROM model_versions"));
    }

    private Task<string> LoginAsync() => Database.ScalarAsync<string>("SELECT session_user::text");

    private async Task<List<AuditEntry>> ReadAsync()
    {
        await using var context = Database.CreateContext();
        return await context.AuditEntries.OrderBy(entry => entry.CreatedAt).ThenBy(entry => entry.Id).ToListAsync();
    }
}
