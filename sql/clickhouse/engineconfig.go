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
// (--log-level of engineArguments), but not the failures of queries: these go to
// whoever asked, and their text does not belong in a log.
const configTemplate = `<clickhouse>
    <users_config>{{.Users}}</users_config>
    <http_authentication_servers>
        <gate>
            <uri>{{.Gate}}</uri>
            <connection_timeout_ms>5000</connection_timeout_ms>
            <receive_timeout_ms>5000</receive_timeout_ms>
            <send_timeout_ms>5000</send_timeout_ms>
            <max_tries>1</max_tries>
        </gate>
    </http_authentication_servers>
    <logger>
        <log>{{.Log}}</log>
        <size>10M</size>
        <count>3</count>
        <levels>
            <logger><name>BackgroundSchedulePool/BgSchPool</name><level>error</level></logger>
            <logger><name>BackgroundSchedulePool/BgStrmSchPool</name><level>error</level></logger>
            <logger><name>executeQuery</name><level>none</level></logger>
            <logger><name>TCPHandler</name><level>none</level></logger>
            <logger><name>DynamicQueryHandler</name><level>none</level></logger>
        </levels>
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

func configXML(files layout, gateURL string, memoryShare float64) ([]byte, error) {
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
		"Gate":        escaped(gateURL),
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
