// Generated from contracts/agentmc by `npm run generate`. Do not edit.
import type { Operation } from '../types.ts';

export const title = "AgentMC heartbeat";

export const basePath = "/api/v1";

export const operations: readonly Operation[] = [
  {
    "id": "agentHeartbeat",
    "summary": "Report that an agent is alive",
    "method": "POST",
    "paths": [
      "/api/v1/agents/heartbeat",
      "/agents/heartbeat"
    ],
    "secured": true,
    "request": {
      "shape": "heartbeat.request",
      "example": {
        "meta": {
          "runtime": {
            "name": "openclaw",
            "version": "2026.2.26"
          },
          "models": [
            "openai/gpt-5-codex"
          ]
        },
        "host": {
          "fingerprint": "a3f56f330f311a2159f8c101eaf1439a29f1d57f007375d56aa79f304bc4f112",
          "name": "worker-01",
          "meta": {
            "hostname": "worker-01",
            "ip": "10.0.2.15",
            "network": {
              "private_ip": "10.0.2.15",
              "public_ip": "34.222.10.10"
            },
            "os": "Ubuntu",
            "os_version": "24.04",
            "arch": "x86_64",
            "cpu": "Intel Xeon",
            "cpu_cores": 8,
            "ram_gb": 32,
            "disk": {
              "total_bytes": 536870912000,
              "free_bytes": 322122547200
            },
            "uptime_seconds": 86400,
            "runtime": {
              "name": "codex",
              "version": "2026.02.1"
            }
          }
        },
        "agent": {
          "id": 42,
          "name": "Jarvis",
          "identity": "robot"
        }
      }
    },
    "responses": {
      "200": {
        "shape": "heartbeat.response",
        "mediaType": "application/json",
        "basis": "document"
      },
      "400": {
        "shape": "error",
        "mediaType": "application/json",
        "basis": "assumed"
      },
      "401": {
        "shape": "error",
        "mediaType": "application/json",
        "basis": "document"
      },
      "403": {
        "shape": "error",
        "mediaType": "application/json",
        "basis": "document"
      },
      "404": {
        "shape": "error",
        "mediaType": "application/json",
        "basis": "document"
      },
      "422": {
        "shape": "error",
        "mediaType": "application/json",
        "basis": "document"
      },
      "429": {
        "shape": "error",
        "mediaType": "application/json",
        "basis": "assumed"
      }
    }
  }
];
