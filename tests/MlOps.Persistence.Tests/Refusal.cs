using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>A server that refuses some rows, and then accepts the next ones.</summary>
internal static class Refusal
{
    /// <param name="database">The database.</param>
    /// <param name="what">The statement and the table: "INSERT ON ml_predictions".</param>
    /// <param name="sqlState">The code of the error.</param>
    /// <param name="times">The number of rows to refuse.</param>
    /// <param name="work">The work to do meanwhile.</param>
    public static async Task RefuseAsync(this TestDatabase database, string what, string sqlState, int times, Func<Task> work)
    {
        // A rollback does not reset a sequence, which only its owner may use.
        await database.ExecuteAsync(
            $"""
            CREATE SEQUENCE refusals;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF nextval('refusals') <= {times} THEN
                    RAISE EXCEPTION 'not now' USING ERRCODE = '{sqlState}';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER refuse AFTER {what} FOR EACH ROW EXECUTE FUNCTION refuse()
            """);
        try
        {
            await work();
        }
        finally
        {
            await database.ExecuteAsync("DROP FUNCTION refuse CASCADE; DROP SEQUENCE refusals");
        }
    }
}
