using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using MlOps.Persistence.Events;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Events;

/// <summary>A test class whose contexts record learning events.</summary>
public abstract class RecordingTest(TestDatabase database) : DatabaseTest(database)
{
    protected MlOpsDbContext Recording(DateTimeOffset? now = null, params IInterceptor[] others) =>
        Recording(Database.DataSource, TenantScope.Session, now, others);

    /// <summary>One that may make the slice of an event.</summary>
    protected MlOpsDbContext RecordingAsOwner(DateTimeOffset? now = null) => Recording(Database.OwnerDataSource, TenantScope.Session, now);

    protected static MlOpsDbContext Recording(
        NpgsqlDataSource dataSource, TenantScope scope, DateTimeOffset? now = null, params IInterceptor[] others)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(dataSource, tenantScope: scope)
            .AddInterceptors([new LearningEventInterceptor(now is { } time ? new FakeTimeProvider(time) : TimeProvider.System), .. others]);
        return RenamedRun.CreateContext(builder.Options);
    }

    protected async Task TakeAsync(string name)
    {
        await using var context = Database.CreateContext();
        context.Add(Build.Model(name));
        await context.SaveChangesAsync();
    }

    /// <summary>The events with the names of their models.</summary>
    protected Task<List<string>> EventsAsync() => Database.ColumnAsync(
        "SELECT event_type || ' ' || coalesce(m.name, 'no model') FROM learning_events e LEFT JOIN ml_models m ON m.id::text = " +
        "e.subject_id ORDER BY 1");
}
