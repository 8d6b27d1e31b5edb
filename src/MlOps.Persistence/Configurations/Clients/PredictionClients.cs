using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>Predictions of writers that compute the error themselves, or choose an id that has no time.</summary>
internal static class PredictionClients
{
    public static void Apply(ClientSchema schema) => schema.AddClientView(
        typeof(Prediction),
        names => new StoredRows(names, schema, typeof(Prediction)).Select,
        names =>
        {
            var p = new StoredRows(names, schema, typeof(Prediction));
            return $"""
                BEGIN
                    {NameRequest(p)}
                    {CheckError(p)}
                    {p.Fill}
                    {Insert(p)}
                    RETURN NEW;
                END
                """;
        });

    /// <summary>An id that has no time is the caller's name for the prediction.</summary>
    public static string NameRequest(StoredRows p) =>
        $"""
        IF substr(NEW.{p["Id"]}::text, 15, 1) <> '7' THEN
            NEW.{p["RequestId"]} := COALESCE(NEW.{p["RequestId"]}, NEW.{p["Id"]}::text);
            NEW.{p["Id"]} := NULL;
        END IF;
        """;

    /// <summary>The database computes the error. One that is given must agree.</summary>
    public static string CheckError(StoredRows p)
    {
        var (error, distance) = ($"NEW.{p["Error"]}", $"abs(NEW.{p["PredictedValue"]} - NEW.{p["ActualValue"]})");
        return $"""
            IF {error} IS NOT NULL AND (abs({error} - {distance}) <= 1e-6 * greatest(1, {distance})) IS NOT TRUE THEN
                RAISE check_violation USING
                    MESSAGE = format('The error of the prediction was given as %s, and the distance from the predicted to the actual value is %s.',
                        {error}, COALESCE({distance}::text, 'unknown')),
                    HINT = 'Leave the error out: the database computes it.';
            END IF;
            """;
    }

    /// <summary>Stores the row, and shows the client what the database made of it.</summary>
    public static string Insert(StoredRows p) =>
        $"""
        {p.Insert} RETURNING {p["Error"]}, {p["LabelledAt"]}, {p["ReceivedAt"]}
            INTO NEW.{p["Error"]}, NEW.{p["LabelledAt"]}, NEW.{p["ReceivedAt"]};
        """;
}
