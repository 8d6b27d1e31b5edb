using MlOps.Testing;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>Files of a version whose columns the database has no more, or with other types.</summary>
public sealed class ChangedColumnsTests(TestDatabase database) : ArchivedMonth(database)
{
    [Fact]
    public async Task A_column_that_the_database_does_not_have_is_named()
    {
        await Database.ExecuteAsync("ALTER TABLE archive.ml_feedback ADD COLUMN mood text");
        try
        {
            await ExportAsync();
            await PurgeAsync();
            Assert.Contains(
                "has the column mood of ml_feedback, which this database does not have",
                await RefuseAsync(7, "archive", "restore", Root, Slice, "--from", Files),
                StringComparison.Ordinal);
            Assert.Empty(await TablesAsync());
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE archive.ml_feedback DROP COLUMN mood");
        }
    }

    [Fact]
    public async Task A_column_whose_type_was_changed_is_named_and_the_files_are_not_called_damaged()
    {
        await Database.ExecuteAsync(
            "ALTER TABLE ml_feedback ADD COLUMN mood int; ALTER TABLE archive.ml_feedback ADD COLUMN mood int; " +
            "UPDATE archive.ml_feedback SET mood = 100000");
        try
        {
            await ExportAsync();
            await PurgeAsync();
            await Database.ExecuteAsync("ALTER TABLE ml_feedback ALTER COLUMN mood TYPE smallint");
            Assert.Contains(
                "its files are whole: the column mood of ml_feedback was changed by a later version from integer to smallint",
                await RefuseAsync(11, "archive", "restore", Root, Slice, "--from", Files),
                StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync(
                "ALTER TABLE ml_feedback DROP COLUMN mood; ALTER TABLE archive.ml_feedback DROP COLUMN mood");
        }
    }

    [Fact]
    public async Task Wider_types_take_the_same_values_and_less_precision_is_no_damage_of_the_files()
    {
        string[] columns = ["a smallint", "b integer", "c varchar(50)", "d text", "e real", "f timestamptz", "g real"];
        try
        {
            foreach (var schema in (string[])["public", "archive"])
                await Database.ExecuteAsync($"ALTER TABLE {schema}.ml_feedback {List(columns.Select(column => $"ADD COLUMN {column}"))}");

            await Database.ExecuteAsync(
                $"UPDATE archive.ml_feedback_{Slice} SET a = 7, b = 100000, c = 'ä', d = 'calm', e = 0.1, g = 0.1, " +
                "f = '2011-01-01 00:00:00.25Z'");
            await ExportAsync();
            await PurgeAsync();
            string[] wider = ["a numeric", "b bigint", "c text", "d varchar(4)", "e double precision", "f timestamptz(3)", "g text"];
            await RetypeAsync(wider);
            await RestoreAsync();
            Assert.Equal(
                ["7 100000 ä calm 2011-01-01 00:00:00.25+00 t 0.1"],
                await Database.ColumnAsync(
                    $"SELECT DISTINCT concat_ws(' ', a, b, c, d, f AT TIME ZONE 'UTC' || '+00', e = 0.1::real::double precision, g) " +
                    $"FROM ml_feedback_{Slice}"));
            Assert.Contains("is live, with the rows of the files", await RestoreAsync(), StringComparison.Ordinal);

            await Database.ExecuteAsync($"DELETE FROM ml_predictions_{Slice}");
            await RetypeAsync(["f timestamptz(0)"]);
            Assert.Contains(
                "its files are whole: ml_feedback does not store the values of its file, perhaps with less precision: other values " +
                "in the column f. Restore it into a database of the version that wrote it",
                await RefuseAsync(11, "archive", "restore", Root, Slice, "--from", Files),
                StringComparison.Ordinal);
        }
        finally
        {
            foreach (var schema in (string[])["public", "archive"])
                await Database.ExecuteAsync(
                    $"ALTER TABLE {schema}.ml_feedback {List(columns.Select(column => $"DROP COLUMN IF EXISTS {column[0]}"))}");
        }

        static string List(IEnumerable<string> changes) => string.Join(", ", changes);

        Task RetypeAsync(IEnumerable<string> changed) => Database.ExecuteAsync(
            $"ALTER TABLE ml_feedback {List(changed.Select(column => $"ALTER COLUMN {column[0]} TYPE {column[2..]}"))}");
    }
}
