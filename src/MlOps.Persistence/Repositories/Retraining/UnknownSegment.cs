using MlOps.Domain;
using Npgsql;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>What the functions of the gate say of a segment that nothing has.</summary>
internal static class UnknownSegment
{
    public static bool IsCauseOf(PostgresException e) => e.SqlState == PostgresErrorCodes.InvalidParameterValue;

    public static InvalidValueException Refuse(string property, PostgresException e) =>
        new(property, $"cannot be found. {e.MessageText.TrimEnd('.')}");
}
