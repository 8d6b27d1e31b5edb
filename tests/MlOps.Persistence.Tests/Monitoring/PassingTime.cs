using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

/// <summary>
/// Lets time pass for the database. No test can set its clock, so each time of arrival that it has noted moves back instead, and so does
/// the fence of the job that looks for late rows.
/// </summary>
internal static class PassingTime
{
    // What arrived days ago is not looked at again. No trigger may set the times again.
    public static Task PassAsync(this TestDatabase database, TimeSpan time) => database.ExecuteAsync(
        $"""
        SET session_replication_role = replica;
        UPDATE ml_predictions
        SET received_at = received_at - {Interval(time)}, label_received_at = label_received_at - {Interval(time)}
        WHERE received_at > now() - interval '2 days' OR label_received_at > now() - interval '2 days';
        UPDATE ml_jobs
        SET state = state
            || jsonb_build_object('doneUntil', greatest((state ->> 'doneUntil')::timestamptz - {Interval(time)}, 'epoch'::timestamptz))
            || jsonb_build_object('notedAt', (state ->> 'notedAt')::timestamptz - {Interval(time)})
        WHERE kind = 'late_rows' AND state IS NOT NULL;
        RESET session_replication_role;
        """);

    private static string Interval(TimeSpan time) => $"interval '{(int)time.TotalSeconds} seconds'";
}
