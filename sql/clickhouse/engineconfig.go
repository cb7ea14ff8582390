package clickhouse

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"text/template"
)

// configTemplate is the engine's config.xml. The limits are chosen for a machine
// with a few cores and 8-16 GB that also runs the models: half of the memory, and
// caches far below ClickHouse's defaults of gigabytes. The log keeps warnings
// only, for the text of queries does not belong in it.
const configTemplate = `<clickhouse>
    <users_config>{{.Users}}</users_config>
    <logger>
        <level>warning</level>
        <log>{{.Log}}</log>
        <size>10M</size>
        <count>3</count>
    </logger>
    <send_crash_reports><enabled>false</enabled></send_crash_reports>
    <max_server_memory_usage_to_ram_ratio>{{.MemoryShare}}</max_server_memory_usage_to_ram_ratio>
    <mark_cache_size>134217728</mark_cache_size>
    <index_mark_cache_size>33554432</index_mark_cache_size>
    <primary_index_cache_size>67108864</primary_index_cache_size>
    <uncompressed_cache_size>0</uncompressed_cache_size>
    <query_condition_cache_size>33554432</query_condition_cache_size>
    <background_pool_size>4</background_pool_size>
    <background_schedule_pool_size>8</background_schedule_pool_size>
    <background_common_pool_size>4</background_common_pool_size>
    <max_concurrent_queries>200</max_concurrent_queries>
    <max_connections>500</max_connections>
    <access_control_improvements>
        <select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>
        <select_from_information_schema_requires_grant>true</select_from_information_schema_requires_grant>
    </access_control_improvements>
</clickhouse>
`

// defaultMemoryShare is the part of the machine's memory that the engine may use
// when the options do not say.
const defaultMemoryShare = 0.5

func configXML(files layout, memoryShare float64) ([]byte, error) {
	if memoryShare == 0 {
		memoryShare = defaultMemoryShare
	}
	parsed, err := template.New("config.xml").Parse(configTemplate)
	if err != nil {
		return nil, fmt.Errorf("config.xml: %w", err)
	}
	var text bytes.Buffer
	err = parsed.Execute(&text, map[string]any{
		"Users":       escaped(files.usersXML()),
		"Log":         escaped(files.engineLog()),
		"MemoryShare": memoryShare,
	})
	if err != nil {
		return nil, fmt.Errorf("config.xml: %w", err)
	}
	return text.Bytes(), nil
}

func escaped(text string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes all that is written
	return out.String()
}
