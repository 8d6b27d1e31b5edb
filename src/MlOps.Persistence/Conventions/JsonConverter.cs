using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain;

namespace MlOps.Persistence.Conventions;

/// <summary>Stores a <see cref="Json"/> as the text of a jsonb column.</summary>
public sealed class JsonConverter() : ValueConverter<Json, string>(json => json.Text, text => Json.FromDatabase(text));
