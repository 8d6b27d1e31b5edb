#!/usr/bin/env bash
# Retrains a model with psql and mlops alone. Each task can be a step of Airflow, or of any other scheduler:
#
#   pipeline.sh train MODEL VERSION     learns from the labelled predictions, and registers the version
#   pipeline.sh shadow MODEL VERSION    lets the version answer what the version in production was asked
#   pipeline.sh gate MODEL VERSION      lets the gate decide; prints promoted, rejected or waiting
#
# A task that is run again does no harm: a gate that has promoted says so again, and any other decides anew. psql connects by the PG variables, and mlops by MLOPS_CONNECTION.
# Set MLOPS to run the command in another way, and WORK to store the files elsewhere.
set -euo pipefail

task=${1:?a task: train, shadow or gate} model=${2:?a model} version=${3:?a version}
mlops=${MLOPS:-mlops} work=${WORK:-.}
file=$work/$model-$version.csv

sql() { psql -X -q -v ON_ERROR_STOP=1 -v model="$model" -v version="$version" "$@"; }

case $task in
train)
    $mlops models register "$model" "$version" --in-training
    job=$($mlops training start "$model" "$version" --epochs 1)
    # The model: of each tenth of the amount, the share of predictions with the label 1.
    if ! sql --csv -t > "$file" <<'END'
SELECT least(floor(mlops_feature(p, 'amount') * 10), 9)::int, avg(p.actual_value)
FROM ml_predictions p JOIN model_versions v ON v.tenant_id = p.tenant_id AND v.id = p.model_version_id
WHERE v.model_name = :'model' AND v.stage = 'Production' AND p.actual_value IS NOT NULL
    AND p.created_at BETWEEN now() - interval '28 days' AND now() - interval '14 days'
GROUP BY 1 ORDER BY 1
END
    then
        $mlops training finish "$job" --failed "psql could not read the predictions"
        exit 1
    fi
    $mlops training finish "$job" --artifact "$file" --size "$(stat -c %s "$file")" --sha256 "$(sha256sum "$file" | cut -d' ' -f1)"
    ;;
shadow)
    sql <<END
CREATE TEMPORARY TABLE learned (tenth int, score float8);
\\copy learned FROM '$file' WITH (FORMAT csv)
INSERT INTO ml_shadow_scores (tenant_id, id, prediction_id, model_version_id, created_at, predicted_value)
SELECT p.tenant_id, gen_random_uuid(), p.id, challenger.id, now(), l.score
FROM model_versions champion
JOIN model_versions challenger ON challenger.tenant_id = champion.tenant_id AND challenger.model_name = champion.model_name
JOIN ml_predictions p ON p.tenant_id = champion.tenant_id AND p.model_version_id = champion.id
JOIN learned l ON l.tenth = least(floor(mlops_feature(p, 'amount') * 10), 9)
WHERE champion.model_name = :'model' AND champion.stage = 'Production' AND challenger.model_version = :'version'
    AND p.created_at >= now() - interval '14 days'
ON CONFLICT DO NOTHING;
END
    ;;
gate)
    # A task that was killed after the promotion is tried again.
    if [ "$(sql -At <<'END'
SELECT stage FROM model_versions WHERE model_name = :'model' AND model_version = :'version'
END
    )" = Production ]; then
        echo promoted
        exit
    fi
    code=0
    $mlops gate run "$model" "$version" --trigger scheduled --by pipeline || code=$?
    case $code in
    0) echo promoted ;;
    28) echo rejected ;;
    29) echo waiting ;;
    *) exit "$code" ;;
    esac
    ;;
*)
    echo "pipeline.sh: there is no task '$task'. Give train, shadow or gate." >&2
    exit 2
    ;;
esac
