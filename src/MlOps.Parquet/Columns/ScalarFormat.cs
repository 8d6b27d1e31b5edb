using Npgsql;
using Parquet.Schema;

namespace MlOps.Parquet.Columns;

/// <summary>How the values of a type are read and written.</summary>
/// <param name="Field">Makes what the schema of the file has.</param>
/// <param name="Read">Reads a value that is not NULL from the server.</param>
/// <param name="Text">The canonical text.</param>
/// <param name="Literal">As PostgreSQL reads it.</param>
/// <param name="Shown">As the manifest has it.</param>
/// <param name="Compare">The order.</param>
internal sealed record ScalarFormat<T>(
    Func<string, DataField> Field,
    Func<NpgsqlDataReader, int, T> Read,
    Func<T, string> Text,
    Func<T, string> Literal,
    Func<T, string> Shown,
    Comparison<T> Compare)
    where T : struct;
